import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { type IssuedCertificate, issueCertificate } from '../delivery/sandbox-authority.ts';
import { openSession, type SmtpServer, type SmtpSession } from './index.ts';

/** Against a mail server that others wrote: PIPELINING, DATA, AUTH, SMTPUTF8, SIZE, DSN. */
interface Taken {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: Buffer;
  readonly envelopeId: string | null;
}

let issued: IssuedCertificate;
let server: SMTPServer | undefined;
let session: SmtpSession | undefined;
let taken: Taken[] = [];

beforeAll(async () => {
  issued = await issueCertificate(new Date(), 'mx.test');
});

afterEach(async () => {
  session?.quit();
  await new Promise<void>((resolve) => (server ? server.close(resolve) : resolve()));
  taken = [];
});

async function open(options: SMTPServerOptions, over: Partial<SmtpServer> = {}) {
  server = new SMTPServer({
    name: 'mx.test',
    key: issued.key,
    cert: issued.certificate,
    authOptional: true,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    hideDSN: false,
    logger: false,
    closeTimeout: 500,
    onRcptTo({ address }, _session, callback) {
      if (!address.startsWith('nobody')) return callback();
      return callback(Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }));
    },
    onData(stream, { envelope }, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        taken.push({
          from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(parts),
          envelopeId: envelope.dsn?.envid ?? null,
        });
        callback(null, 'taken');
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const listening = server;
  const port = await new Promise<number>((resolve) => {
    const net = listening.listen(0, '127.0.0.1', () => {
      resolve((net.address() as AddressInfo).port);
    });
  });
  const opened = await openSession({
    host: 'mx.test',
    address: '127.0.0.1',
    port,
    tls: options.secure === true ? 'implicit' : 'starttls',
    authority: issued.authority,
    trust: { kind: 'required', as: 'private_authority' },
    login: null,
    name: 'sender.test',
    ...over,
  });
  if (!('kind' in opened)) session = opened;
  return opened;
}

async function opened(
  options: SMTPServerOptions,
  over?: Partial<SmtpServer>,
): Promise<SmtpSession> {
  const session = await open(options, over);
  if ('kind' in session) throw new Error(JSON.stringify(session.fault));
  return session;
}

const message = (to: string, source = 'Subject: a\r\n\r\n.\r\n..b\r\nend\r\n') => ({
  from: 'bounce+1@example.org',
  to,
  source: [Buffer.from(source)],
  envelopeId: 'campaign+1',
});

it.each([[{ secure: true }], [{ secure: false }], [{ hidePIPELINING: true }]])(
  'messages follow one another, refused ones between them, and arrive unchanged (%j)',
  async (options) => {
    const session = await opened(options);
    const yes = () => true;
    const large = `Subject: large\r\n\r\n${'.0123456789abcdef\r\n'.repeat(100_000)}`;
    expect(await session.send(message('alice@example.net'), yes)).toMatchObject({
      at: 'DATA',
      reply: { code: 250 },
    });
    expect(await session.send(message('nobody@example.net'), yes)).toMatchObject({
      at: 'RCPT',
      reply: { code: 550, enhanced: '5.1.1' },
    });
    expect(await session.send(message('bob@example.net', large), async () => true)).toMatchObject({
      at: 'DATA',
      reply: { code: 250 },
    });
    expect(await session.send(message('carol@example.net'), yes)).toMatchObject({ at: 'DATA' });
    expect(taken.map(({ to }) => to)).toEqual([
      ['alice@example.net'],
      ['bob@example.net'],
      ['carol@example.net'],
    ]);
    expect(taken[0]).toMatchObject({ from: 'bounce+1@example.org', envelopeId: 'campaign+1' });
    expect(taken[0]?.source.toString()).toBe('Subject: a\r\n\r\n.\r\n..b\r\nend\r\n');
    expect(taken[1]?.source.toString()).toBe(large);
  },
);

it('a message that was withdrawn is not taken', async () => {
  const session = await opened({});
  const outcome = await session.send(message('alice@example.net'), () => false);
  expect(outcome).toEqual({ kind: 'withdrawn' });
  expect(taken).toEqual([]);
});

it('an international address is taken by a server that announces SMTPUTF8, and no other', async () => {
  const able = await opened({});
  const to = 'grün@example.net';
  expect(await able.send(message(to), () => true)).toMatchObject({ reply: { code: 250 } });
  expect(taken[0]?.to).toEqual([to]);
  able.quit();
  server?.close();
  const unable = await opened({ hideSMTPUTF8: true });
  expect(await unable.send(message(to), () => true)).toEqual({ kind: 'unfit', why: 'smtputf8' });
});

it('a message beyond what the server announced is not sent', async () => {
  const session = await opened({ size: 100 });
  const large = message('alice@example.net', 'a'.repeat(101));
  expect(await session.send(large, () => true)).toEqual({ kind: 'unfit', why: 'size' });
  expect(await session.send(message('a@example.net'), () => true)).toMatchObject({ at: 'DATA' });
});

it.each(['PLAIN', 'LOGIN'] as const)('signing in by %s', async (method) => {
  const options: SMTPServerOptions = {
    authOptional: false,
    authMethods: [method],
    onAuth({ username, password }, _session, callback) {
      if (username === 'sender' && password === 'geheim') callback(null, { user: 'sender' });
      else callback(Object.assign(new Error('no'), { responseCode: 535 }));
    },
  };
  const wrong = { user: 'sender', password: 'wrong' };
  expect(await open(options, { login: wrong })).toMatchObject({
    kind: 'unavailable',
    fault: { code: 'EAUTH', reply: { code: 535 } },
  });
  server?.close();
  const session = await opened(options, { login: { user: 'sender', password: 'geheim' } });
  expect(await session.send(message('a@example.net'), () => true)).toMatchObject({ at: 'DATA' });
  server?.close();
  // refused for want of a sign-in: about us, not about the message
  const stranger = await opened(options);
  expect(await stranger.send(message('a@example.net'), () => true)).toMatchObject({
    kind: 'broken',
    fault: { command: 'MAIL', reply: { code: 530 } },
  });
});
