import { expect, it } from 'vitest';
import { faultSentence } from './fault-sentence.ts';
import type { SmtpFault } from './session.ts';

const server = { host: 'mx.test', port: 25 };
const reply = (code: number) => ({ code, enhanced: null, text: 'alice@example.net is unknown' });

it.each<[SmtpFault, string]>([
  [{ code: 'ECONNREFUSED', command: 'CONN' }, 'nothing answers there'],
  [{ code: 'EDNS', originalCode: 'ENOTFOUND' }, 'there is no server of that name'],
  [{ code: 'EDNS', originalCode: 'EAI_FAIL' }, 'its name could not be looked up'],
  [{ code: 'ETIMEDOUT', command: 'MAIL' }, 'it did not answer in time'],
  [{ code: 'ECONNRESET', command: 'BDAT' }, 'it broke off the connection'],
  [{ code: 'ETLS', originalCode: 'CERT_HAS_EXPIRED' }, 'its certificate has expired'],
  [
    { code: 'ETLS', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    'its certificate is for another name; expected mx.test',
  ],
  [
    { code: 'ETLS', originalCode: 'TLSA_MISMATCH' },
    'its certificate matches none of the TLSA records of its name (DANE)',
  ],
  [{ code: 'ETLS', originalCode: 'ERR_SSL_X' }, 'no connection by TLS 1.2 or later came about'],
  [
    { code: 'ENOSTARTTLS', command: 'STARTTLS', reply: reply(454) },
    'it offers no STARTTLS (454), and nothing is ever sent in clear',
  ],
  [{ code: 'EAUTH', reply: reply(535) }, 'it refused the user or the password (535)'],
  [
    { code: 'EAUTH', originalCode: 'NO_MECHANISM', command: 'AUTH' },
    'it offers no sign-in that is known here (PLAIN or LOGIN)',
  ],
  [
    { code: 'EREPLY', command: 'MAIL', reply: reply(550) },
    "it does not take mail from the sender's address (550)",
  ],
  [{ code: 'EREPLY', command: 'CONN', reply: reply(554) }, 'it turned us away (554)'],
  [{ code: 'EPROTOCOL', command: 'CONN' }, 'it did not greet as a mail server'],
  [{ code: 'EREPLY', command: 'RCPT', reply: reply(421) }, 'it broke off the conversation (421)'],
  [{ code: 'EPROTOCOL', command: 'RCPT' }, 'it broke off the conversation'],
])('%j is said without a word of the server', (fault, reason) => {
  expect(faultSentence(server, fault)).toBe(
    `Nothing was sent: the mail server at mx.test, port 25 cannot be used, since ${reason}.`,
  );
});
