import { describe, expect, it } from 'vitest';
import { meaningOf, readReply } from './reply.ts';

describe('an SMTP reply', () => {
  it.each([
    ['250 2.0.0 OK: queued as 4F1', { code: 250, enhanced: '2.0.0' }, 'accepted'],
    ['250 OK', { code: 250, enhanced: null }, 'accepted'],
    ['251 2.1.5 User not local', { code: 251, enhanced: '2.1.5' }, 'accepted'],
    ['451 4.7.1 Greylisted, come again', { code: 451, enhanced: '4.7.1' }, 'deferred'],
    ['421 Too many connections', { code: 421, enhanced: null }, 'deferred'],
    ['550 5.1.1 No such user', { code: 550, enhanced: '5.1.1' }, 'failed'],
    ['550-5.1.1 No such user\r\n550 5.1.1 at all', { code: 550, enhanced: '5.1.1' }, 'failed'],
    ['554 no', { code: 554, enhanced: null }, 'failed'],
    // the enhanced code is the more exact
    ['550 4.2.2 Mailbox full for now', { code: 550, enhanced: '4.2.2' }, 'deferred'],
    ['452 5.7.1 Never', { code: 452, enhanced: '5.7.1' }, 'failed'],
    // but it cannot accept what was not accepted
    ['550 2.0.0 nonsense', { code: 550, enhanced: '2.0.0' }, 'failed'],
    ['354 go on', { code: 354, enhanced: null }, 'deferred'],
  ] as const)('%s', (text, reply, meaning) => {
    expect(readReply(text)).toEqual(reply);
    expect(meaningOf(reply)).toBe(meaning);
  });

  it.each(['', 'hello', '25', '999 what', '55'])('is not read from %j', (text) => {
    expect(readReply(text)).toBeNull();
  });
});
