import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { checkForLeaks } from './leak-check.ts';
import { temporaryFolder } from './temporary-folder.ts';

checkForLeaks();

const leakCheckUrl = new URL('./leak-check.ts', import.meta.url).href;

/** The output of a test file with one test, whose body is `body`. */
async function runTestFile(body: string): Promise<{ passed: boolean; output: string }> {
  using folder = temporaryFolder();
  const file = folder.file('sample.test.mjs');
  writeFileSync(
    file,
    `import { test } from 'node:test';
     import { createServer } from 'node:net';
     import { spawn } from 'node:child_process';
     import { checkForLeaks } from '${leakCheckUrl}';
     checkForLeaks();
     test('sample', async () => { ${body} });`,
  );
  // The runner of this very test sets NODE_TEST_CONTEXT; with it a child speaks the runner's binary protocol.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return await promisify(execFile)(process.execPath, ['--test-force-exit', file], { env }).then(
    ({ stdout }) => ({ passed: true, output: stdout }),
    error => ({ passed: false, output: String(error.stdout) }),
  );
}

test('a file that closes what it opened passes', async () => {
  const result = await runTestFile(
    `const server = createServer().listen(0); await new Promise(r => server.once('listening', r)); server.close();`,
  );
  assert.ok(result.passed, result.output);
});

test('a server that is left open fails the file', async () => {
  const result = await runTestFile('createServer().listen(0);');
  assert.ok(!result.passed);
  assert.match(result.output, /left behind: 1 × TCPSERVERWRAP/i);
});

test('a child process that is left running fails the file, even when unreferenced', async () => {
  const result = await runTestFile(
    `const child = spawn('sleep', ['5'], { stdio: 'ignore' }); child.unref(); process.on('exit', () => child.kill());`,
  );
  assert.ok(!result.passed);
  assert.match(result.output, /left behind: .*child process \d+ \(sleep 5\)/);
});
