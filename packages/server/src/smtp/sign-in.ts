import type { Extensions } from './extensions.ts';
import { type Reply, serverReply } from './reply-reader.ts';
import type { SmtpFault } from './session.ts';
import type { Wire } from './wire.ts';

/**
 * Signs in by AUTH PLAIN, else LOGIN (RFC 4954); the caller has seen to it that the wire is TLS.
 * Null when the server took it. Rejects with `WireGone`.
 */
export async function signIn(
  wire: Wire,
  { auth }: Extensions,
  login: { readonly user: string; readonly password: string },
): Promise<SmtpFault | null> {
  if (auth.has('PLAIN')) {
    const secret = base64(`\0${login.user}\0${login.password}`);
    return signedIn(await wire.ask(`AUTH PLAIN ${secret}`));
  }
  if (!auth.has('LOGIN')) return { code: 'EAUTH', originalCode: 'NO_MECHANISM' };
  let reply = await wire.ask('AUTH LOGIN');
  if (reply.code === 334) reply = await wire.ask(base64(login.user));
  if (reply.code === 334) reply = await wire.ask(base64(login.password));
  return signedIn(reply);
}

function signedIn(reply: Reply): SmtpFault | null {
  if (reply.code === 235) return null;
  // 421 is about the server and not about the sign-in, RFC 5321 section 3.8
  if (reply.code === 421) return { code: 'EREPLY', reply: serverReply(reply) };
  if (reply.code < 400) return { code: 'EPROTOCOL' };
  return { code: 'EAUTH', reply: serverReply(reply) };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
