import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { verifyResumeTicket } from '@berth/node-kit';
import { ResumeTickets, resumeTicketLifeMs } from './resume-tickets.ts';

const session = 'ses_00000000000000000000';
const hash = Buffer.alloc(32, 7).toString('base64url');
const payloadOf = (ticket: string) => ticket.split('.')[1] ?? '';

describe('resume tickets', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-tickets-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const ada = { role: 'control', user: 'ada' } as const;

  it('are signed so that the gateway can check them, and work once', async () => {
    const tickets = await ResumeTickets.open(folder, session, hash);
    const ticket = await tickets.issue(ada);
    assert.equal(verifyResumeTicket(ticket, session, hash, Date.now())?.user, 'ada');
    const claim = tickets.claim(payloadOf(ticket));
    assert.deepEqual(claim?.identity, ada);
    assert.equal(tickets.claim(payloadOf(ticket)), null);
    claim?.spend();
    claim?.giveBack();
    assert.equal(tickets.claim(payloadOf(ticket)), null);
  });

  it('are good again when the connection broke before the page had the next one', async () => {
    const tickets = await ResumeTickets.open(folder, session, hash);
    const ticket = await tickets.issue(ada);
    tickets.claim(payloadOf(ticket))?.giveBack();
    assert.ok(tickets.claim(payloadOf(ticket)));
  });

  it('outlive the process, in a file that only its user can read', async () => {
    const ticket = await (await ResumeTickets.open(folder, session, hash)).issue(ada);
    assert.equal((await stat(join(folder, 'resume.json'))).mode & 0o777, 0o600);
    assert.ok((await ResumeTickets.open(folder, session, hash)).claim(payloadOf(ticket)));
  });

  it('expire, and are refused for what was never given out', async () => {
    let now = 0;
    const tickets = await ResumeTickets.open(folder, session, hash, () => now);
    const ticket = await tickets.issue(ada);
    now = resumeTicketLifeMs;
    assert.equal(tickets.claim(payloadOf(ticket)), null);
    assert.equal(tickets.claim('bm9pc2U'), null);
  });

  it('are none when the file is broken', async () => {
    await writeFile(join(folder, 'resume.json'), '{"half');
    const tickets = await ResumeTickets.open(folder, session, hash);
    assert.ok(tickets.claim(payloadOf(await tickets.issue(ada))));
  });
});
