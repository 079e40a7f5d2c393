import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseUrlTarget } from './url.ts';

const nothing = { pids: [], ports: [] };

describe('a page given by its URL', () => {
  it('has a name, or gets one, and the port of its URL', () => {
    const { name, port } = parseUrlTarget('mine=https://127.0.0.1:9000/a?b=c', 0, nothing);
    assert.deepEqual([name, port], ['mine', 9000]);
    assert.equal(parseUrlTarget('https://127.0.0.1/', 1, nothing).name, 'url-2');
    assert.equal(parseUrlTarget('https://127.0.0.1/', 1, nothing).port, 443);
  });
  it('takes what is said of it, and not what is said of another', () => {
    const pids = ['mine:xServer=1,server=2+3', 'other:server=9'];
    const target = parseUrlTarget('mine=http://127.0.0.1/', 0, { pids, ports: ['mine:9001'] });
    assert.equal(target.port, 9001);
    assert.deepEqual(target.pids, { xServer: [1], server: [2, 3], gateway: [] });
  });
  it('refuses a group that it does not know', () => {
    assert.throws(
      () => parseUrlTarget('a=http://127.0.0.1/', 0, { ...nothing, pids: ['a:x=1'] }),
      /the groups are/,
    );
  });
  it('refuses what is no address, no port and no process id', () => {
    const given = (text: string, more = {}) => parseUrlTarget(text, 0, { ...nothing, ...more });
    for (const text of ['foo', 'mine=', 'ftp://127.0.0.1/', 'mine=127.0.0.1:9000'])
      assert.throws(() => given(text), /no address of a page/);
    assert.throws(() => given('a=http://127.0.0.1/', { ports: ['a:x'] }), /1 to 65535/);
    assert.throws(() => given('a=http://127.0.0.1/', { pids: ['a:server=x'] }), /process ids look like/);
  });
});
