import { createHash, X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type ScriptedPeer,
  type ScriptedSmtp,
  type ScriptedTls,
  startScriptedSmtp,
} from '../../../../tests/support/scripted-smtp.ts';
import { type IssuedCertificate, issueCertificate } from '../delivery/sandbox-authority.ts';
import {
  faultSentence,
  openSession,
  type SmtpFault,
  type SmtpServer,
  type SmtpSession,
  type TlsaRecord,
} from './index.ts';

const NAME = 'mx.test';
const YESTERDAY = new Date(Date.now() - 86_400_000);

let issued: IssuedCertificate;
let stranger: IssuedCertificate;
let expired: IssuedCertificate;
let server: ScriptedSmtp | undefined;
const sessions: SmtpSession[] = [];

beforeAll(async () => {
  issued = await issueCertificate(new Date(), NAME);
  stranger = await issueCertificate(new Date(), NAME);
  expired = await issueCertificate(new Date(), NAME, YESTERDAY);
});

afterEach(async () => {
  for (const session of sessions.splice(0)) session.quit();
  await server?.close();
  server = undefined;
});

const tlsOf = ({ certificate, key }: IssuedCertificate): ScriptedTls => ({ certificate, key });

async function start(
  script: (peer: ScriptedPeer) => Promise<void>,
  tls: ScriptedTls = tlsOf(issued),
): Promise<void> {
  server = await startScriptedSmtp(tls, script);
}

/** Opens a session to the server that was started. */
async function attempt(over: Partial<SmtpServer> = {}): Promise<SmtpSession | SmtpFault> {
  const opened = await openSession({
    host: NAME,
    address: '127.0.0.1',
    port: server?.port ?? 0,
    tls: 'starttls',
    authority: issued.authority,
    trust: { kind: 'required', as: 'private_authority' },
    login: null,
    name: 'sender.test',
    ...over,
  });
  if ('kind' in opened) return opened.fault;
  sessions.push(opened);
  return opened;
}

const greets = (peer: ScriptedPeer) => peer.open('PIPELINING');
const NOTED = { trust: { kind: 'noted' } } as const;

describe('a session', () => {
  it('is encrypted to somebody verified, and says so', async () => {
    await start(greets);
    expect(await attempt()).toMatchObject({
      tls: { protocol: 'TLSv1.3', cipher: /^TLS_/, verified: 'private_authority' },
      peer: '127.0.0.1',
    });
    expect(server?.heard).toEqual(['EHLO sender.test', 'STARTTLS', 'EHLO sender.test']);
  });

  it('may be TLS from the first octet', async () => {
    await start(async (peer) => {
      await peer.secure();
      peer.say('220 scripted.test');
      await peer.expect(/^EHLO /);
      peer.say('250 scripted.test');
    });
    const opened = await attempt({ tls: 'implicit', trust: { kind: 'required', as: 'mta_sts' } });
    expect(opened).toMatchObject({ tls: { verified: 'mta_sts' } });
  });

  it('may be TLS 1.2', async () => {
    await start(greets, { ...tlsOf(issued), maxVersion: 'TLSv1.2' });
    expect(await attempt()).toMatchObject({ tls: { protocol: 'TLSv1.2' } });
  });

  it('is never TLS 1.1', async () => {
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    await start(greets, { ...tlsOf(issued), ...old });
    const fault = await attempt(NOTED);
    expect(fault).toMatchObject({
      code: 'ETLS',
      command: 'STARTTLS',
      originalCode: expect.stringContaining('PROTOCOL'),
    });
    expect('code' in fault && faultSentence({ host: NAME, port: 25 }, fault)).toBe(
      `Nothing was sent: the mail server at ${NAME}, port 25 cannot be used, since no connection by TLS 1.2 or later came about.`,
    );
  });
});

describe('a certificate', () => {
  it.each([
    ['of another name', () => issued, 'other.test', 'ERR_TLS_CERT_ALTNAME_INVALID', 'another name'],
    ['that has expired', () => expired, NAME, 'CERT_HAS_EXPIRED', 'has expired'],
    ['of a strange authority', () => stranger, NAME, 'UNABLE_TO_', 'not known here'],
  ])(
    '%s is refused where it has to verify, and noted where not',
    async (_, of, name, code, why) => {
      await start(greets, tlsOf(of()));
      const authority = of() === stranger ? issued.authority : of().authority;
      const fault = await attempt({ authority, servername: name });
      expect(fault).toMatchObject({ code: 'ETLS', originalCode: expect.stringContaining(code) });
      const place = { host: NAME, port: 25, servername: name };
      expect('code' in fault && faultSentence(place, fault)).toContain(why);
      const noted = await attempt({ ...NOTED, authority, servername: name });
      expect(noted).toMatchObject({ tls: { verified: 'unverified' } });
    },
  );

  it('that verifies is noted as such', async () => {
    await start(greets);
    expect(await attempt(NOTED)).toMatchObject({ tls: { verified: 'private_authority' } });
    expect(await attempt({ ...NOTED, authority: null })).toMatchObject({
      tls: { verified: 'unverified' },
    });
  });

  it('is not asked of a PEM that is none', async () => {
    await start(greets);
    const authority = '-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n';
    expect(await attempt({ authority })).toMatchObject({ code: 'ETLS' });
  });
});

/** Opens sessions one after the other; each waits until the server's tickets have come. */
async function openMany(count: number, over: Partial<SmtpServer>): Promise<unknown[]> {
  const facts: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const opened = await attempt(over);
    facts.push('tls' in opened ? opened.tls?.verified : opened);
  }
  return facts;
}

describe('a TLS session', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'is resumed where the first was verified, and the facts are still true (%s)',
    async (maxVersion) => {
      await start(greets, { ...tlsOf(issued), maxVersion });
      const facts = await openMany(3, {});
      expect(facts).toEqual(['private_authority', 'private_authority', 'private_authority']);
      expect(server?.resumed).toBeGreaterThan(0);
    },
  );

  it('is not resumed for another name, which is verified anew', async () => {
    await start(greets);
    await openMany(2, {});
    const before = server?.resumed;
    expect(await attempt({ servername: 'other.test' })).toMatchObject({
      originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(server?.resumed).toBe(before);
  });

  it('is not resumed where nothing was verified, nor with DANE', async () => {
    await start(greets);
    expect(await openMany(3, { ...NOTED, authority: null })).toEqual(Array(3).fill('unverified'));
    const records = [tlsa(3, 1, 1, issued.certificate)];
    expect(await openMany(3, { trust: { kind: 'dane', records } })).toEqual(Array(3).fill('dane'));
    expect(server?.resumed).toBe(0);
  });
});

function tlsa(usage: number, selector: number, matching: number, pem: string): TlsaRecord {
  const certificate = new X509Certificate(pem);
  const selected =
    selector === 0
      ? certificate.raw
      : certificate.publicKey.export({ type: 'spki', format: 'der' });
  if (matching === 0) return { usage, selector, matching, data: selected };
  const digest = createHash(matching === 1 ? 'sha256' : 'sha512')
    .update(selected)
    .digest();
  return { usage, selector, matching, data: digest };
}

describe('DANE', () => {
  const withChain = ({ certificate, authority, key }: IssuedCertificate, other = authority) => ({
    certificate: `${certificate}\n${other}`,
    key,
  });
  const trusting = (...records: TlsaRecord[]): Partial<SmtpServer> => ({
    authority: null,
    trust: { kind: 'dane', records },
  });
  const forms = [0, 1].flatMap((selector) => [0, 1, 2].map((matching) => [selector, matching]));

  it.each(forms)('3 %i %i matches the certificate itself', async (selector = 0, matching = 0) => {
    await start(greets);
    const right = tlsa(3, selector, matching, issued.certificate);
    expect(await attempt(trusting(right))).toMatchObject({ tls: { verified: 'dane' } });
    const wrong = tlsa(3, selector, matching, stranger.certificate);
    expect(await attempt(trusting(wrong))).toMatchObject({ originalCode: 'TLSA_MISMATCH' });
    expect(await attempt(trusting(wrong, right))).toMatchObject({ tls: { verified: 'dane' } });
  });

  it('usage 3 looks at neither name nor dates', async () => {
    await start(greets, tlsOf(expired));
    const record = tlsa(3, 1, 1, expired.certificate);
    const opened = await attempt({ ...trusting(record), servername: 'other.test' });
    expect(opened).toMatchObject({ tls: { verified: 'dane' } });
  });

  it.each(forms)('2 %i %i matches the authority above it', async (selector = 0, matching = 0) => {
    await start(greets, withChain(issued));
    const right = tlsa(2, selector, matching, issued.authority);
    expect(await attempt(trusting(right))).toMatchObject({ tls: { verified: 'dane' } });
    const wrong = tlsa(2, selector, matching, stranger.authority);
    expect(await attempt(trusting(wrong))).toMatchObject({ originalCode: 'TLSA_MISMATCH' });
  });

  it('usage 2 wants the name', async () => {
    await start(greets, withChain(issued));
    const record = tlsa(2, 0, 1, issued.authority);
    expect(await attempt({ ...trusting(record), servername: 'other.test' })).toMatchObject({
      originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('usage 2 wants the dates', async () => {
    await start(greets, withChain(expired));
    const record = tlsa(2, 0, 1, expired.authority);
    expect(await attempt(trusting(record))).toMatchObject({ originalCode: 'CERT_HAS_EXPIRED' });
  });

  it('usage 2 wants an anchor that signed, not one that was laid beside', async () => {
    await start(greets, withChain(stranger, issued.authority));
    const record = tlsa(2, 0, 1, issued.authority);
    expect(await attempt(trusting(record))).toMatchObject({
      originalCode: 'UNABLE_TO_GET_ISSUER_CERT',
    });
  });

  it('usage 2 is not for the certificate itself, nor an anchor that is not presented', async () => {
    await start(greets);
    for (const pem of [issued.certificate, issued.authority]) {
      const fault = await attempt(trusting(tlsa(2, 0, 1, pem)));
      expect(fault).toMatchObject({ originalCode: 'TLSA_MISMATCH' });
    }
  });

  it('of records that SMTP cannot use asks for TLS and proves nothing', async () => {
    await start(greets);
    const useless = [
      tlsa(0, 0, 1, issued.authority),
      tlsa(1, 0, 1, issued.certificate),
      { usage: 3, selector: 2, matching: 1, data: Buffer.alloc(32) },
      { usage: 3, selector: 1, matching: 3, data: Buffer.alloc(32) },
      { usage: 3, selector: 1, matching: 1, data: Buffer.alloc(31) },
    ];
    expect(await attempt(trusting(...useless))).toMatchObject({ tls: { verified: 'unverified' } });
    const with3 = trusting(...useless, tlsa(3, 1, 1, stranger.certificate));
    expect(await attempt(with3)).toMatchObject({ originalCode: 'TLSA_MISMATCH' });
  });
});

describe('STARTTLS', () => {
  const stripped = async (peer: ScriptedPeer) => {
    peer.say('220 scripted.test');
    await peer.expect(/^EHLO /);
    peer.say('250-scripted.test', '250 PIPELINING');
    await peer.line();
  };

  it('that is not offered means that nothing is sent', async () => {
    await start(stripped);
    const fault = await attempt(NOTED);
    expect(fault).toEqual({ code: 'ENOSTARTTLS', command: 'STARTTLS' });
    expect('code' in fault && faultSentence({ host: NAME, port: 25 }, fault)).toContain(
      'offers no STARTTLS, and nothing is ever sent in clear',
    );
  });

  it('that is not offered is done without where the message may go in clear', async () => {
    await start(async (peer) => {
      peer.say('220 scripted.test');
      await peer.expect(/^EHLO /);
      peer.say('250-scripted.test', '250-CHUNKING', '250 PIPELINING');
      await peer.expect(/^MAIL /);
      await peer.expect(/^RCPT /);
      await peer.chunk();
      peer.say('250 ok', '250 ok', '250 ok');
      await peer.expect(/^BDAT 0 LAST$/);
      peer.say('250 taken');
    });
    const opened = await attempt({ ...NOTED, clearAllowed: true });
    expect(opened).toMatchObject({ tls: null });
    const notice = { from: 'a@example.org', to: 'b@example.net', source: [Buffer.from('a\r\n')] };
    expect('send' in opened && (await opened.send(notice, () => true))).toMatchObject({
      kind: 'answered',
    });
  });

  it('never lets a password go in clear', async () => {
    await start(stripped);
    const login = { user: 'u', password: 'p' };
    expect(await attempt({ ...NOTED, clearAllowed: true, login })).toMatchObject({ code: 'EAUTH' });
    expect(server?.heard.join()).not.toContain('AUTH');
  });

  it('that is refused means that nothing is sent', async () => {
    await start(async (peer) => {
      peer.say('220 scripted.test');
      await peer.expect(/^EHLO /);
      peer.say('250-scripted.test', '250 STARTTLS');
      await peer.expect(/^STARTTLS$/);
      peer.say('454 4.7.0 not now');
      await peer.line();
    });
    expect(await attempt()).toMatchObject({ code: 'ENOSTARTTLS', reply: { code: 454 } });
  });

  it.each(['250 injected\r\n', '25'])(
    'is no way to slip replies in before the handshake (%j)',
    async (injected) => {
      await start(async (peer) => {
        peer.say('220 scripted.test');
        await peer.expect(/^EHLO /);
        peer.say('250-scripted.test', '250 STARTTLS');
        await peer.expect(/^STARTTLS$/);
        peer.raw(`220 go ahead\r\n${injected}`);
        await peer.secure();
      });
      expect(await attempt()).toEqual({ code: 'EPROTOCOL', command: 'STARTTLS' });
    },
  );

  it('does not survive a server that goes on in clear', async () => {
    await start(async (peer) => {
      peer.say('220 scripted.test');
      await peer.expect(/^EHLO /);
      peer.say('250-scripted.test', '250 STARTTLS');
      await peer.expect(/^STARTTLS$/);
      peer.say('220 go ahead');
      await peer.pause(50);
      peer.say('250 as if nothing were');
      await peer.pause(1_000);
    });
    expect(await attempt(NOTED)).toMatchObject({ code: 'ETLS', command: 'STARTTLS' });
  });

  it.each(['cut', 'reset'] as const)(
    'that is %s in the middle of the handshake is a broken connection, and no verdict on its TLS',
    async (how) => {
      await start(async (peer) => {
        peer.say('220 scripted.test');
        await peer.expect(/^EHLO /);
        peer.say('250-scripted.test', '250 STARTTLS');
        await peer.expect(/^STARTTLS$/);
        peer.say('220 go ahead');
        // the first octets of the client's hello
        await peer.octets(5);
        peer[how]();
      });
      expect(await attempt(NOTED)).toEqual({ code: 'ECONNRESET', command: 'STARTTLS' });
    },
  );
});

describe('a greeting', () => {
  it.each([
    [['554 5.7.1 not you'], { code: 'EREPLY', command: 'CONN', reply: { code: 554 } }],
    [['421-4.3.2 busy', '421 4.3.2 later'], { code: 'EREPLY', reply: { code: 421 } }],
    [['SSH-2.0-OpenSSH_9.9'], { code: 'EPROTOCOL', command: 'CONN' }],
    [['354 go on'], { code: 'EPROTOCOL', command: 'CONN' }],
    [['220 hello', '220 hello'], { code: 'EPROTOCOL' }],
  ])('%j is none', async (lines, fault) => {
    await start(async (peer) => {
      peer.say(...lines);
      await peer.line();
      await peer.line();
    });
    expect(await attempt()).toMatchObject(fault);
  });

  it('to HELO alone comes from a server without TLS', async () => {
    const script = async (peer: ScriptedPeer) => {
      peer.say('220 scripted.test');
      await peer.expect(/^EHLO /);
      peer.say('502 what');
      await peer.expect(/^HELO sender.test$/);
      peer.say('250 hello');
      await peer.line();
    };
    await start(script);
    expect(await attempt()).toMatchObject({ code: 'ENOSTARTTLS' });
    expect(await attempt({ clearAllowed: true })).toMatchObject({ tls: null });
  });

  it('is waited for until the deadline', async () => {
    await start(async (peer) => {
      for (let i = 0; i < 100; i++) {
        peer.raw('220-wait\r\n');
        await peer.pause(20);
      }
    });
    expect(await attempt({ deadline: 200 })).toEqual({ code: 'ETIMEDOUT', command: 'CONN' });
  });

  it('has to come from somebody', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    await new Promise((resolve) => taken.close(resolve));
    expect(await attempt({ port })).toEqual({ code: 'ECONNREFUSED', command: 'CONN' });
    expect(await attempt({ port: 70_000 })).toMatchObject({ command: 'CONN' });
    // 192.0.2.0/24 is nobody's, RFC 5737: an address that this machine cannot send from
    expect(await attempt({ port, localAddress: '192.0.2.1' })).toMatchObject({
      code: 'EADDRNOTAVAIL',
    });
  });
});

describe('signing in', () => {
  const login = { user: 'sender', password: 'geheim' };
  const asking =
    (mechanisms: string, ...exchange: readonly (readonly [RegExp, string])[]) =>
    async (peer: ScriptedPeer) => {
      await peer.open(mechanisms);
      for (const [line, reply] of exchange) {
        await peer.expect(line);
        peer.say(reply);
      }
      await peer.line();
    };
  const b64 = (text: string) => Buffer.from(text).toString('base64');

  it('is done by PLAIN', async () => {
    const line = new RegExp(`^AUTH PLAIN ${b64('\0sender\0geheim')}$`);
    await start(asking('AUTH LOGIN PLAIN', [line, '235 2.7.0 welcome']));
    expect(await attempt({ login })).toHaveProperty('send');
  });

  it('is done by LOGIN where that is all there is', async () => {
    const exchange = [
      [/^AUTH LOGIN$/, '334 VXNlcm5hbWU6'],
      [new RegExp(`^${b64('sender')}$`), '334 UGFzc3dvcmQ6'],
      [new RegExp(`^${b64('geheim')}$`), '235 welcome'],
    ] as const;
    await start(asking('AUTH=LOGIN', ...exchange));
    expect(await attempt({ login })).toHaveProperty('send');
  });

  it('may be refused', async () => {
    await start(asking('AUTH PLAIN', [/^AUTH /, '535 5.7.8 no']));
    expect(await attempt({ login })).toMatchObject({ code: 'EAUTH', reply: { code: 535 } });
  });

  it('is not tried by a way that is not known', async () => {
    await start(asking('AUTH CRAM-MD5'));
    expect(await attempt({ login })).toMatchObject({ code: 'EAUTH', command: 'AUTH' });
  });
});
