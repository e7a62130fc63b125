import { connect } from 'node:net';
import { type Extensions, extensionsOf, NO_EXTENSIONS } from './extensions.ts';
import { type Reply, serverReply } from './reply-reader.ts';
import { secure } from './secure.ts';
import type { SmtpServer, TlsFacts } from './server.ts';
import type { SmtpFault, SmtpSession } from './session.ts';
import { sessionOn } from './session-on.ts';
import { signIn } from './sign-in.ts';
import { Wire, WireGone } from './wire.ts';

const SILENCE = 120_000;
/** Milliseconds from the first packet to the end of the sign-in; slow greetings are a habit. */
const OPENING = 90_000;

/**
 * Opens a session: connects, secures, verifies, signs in. Answers why where it cannot be had; never
 * rejects. Steps: greeting, EHLO, STARTTLS, EHLO anew, AUTH (RFC 5321, 3207, 4954), or TLS first
 * (RFC 8314).
 */
export async function openSession(
  server: SmtpServer,
): Promise<SmtpSession | { readonly kind: 'unavailable'; readonly fault: SmtpFault }> {
  const at: Place = { command: 'CONN' };
  let wire: Wire;
  try {
    wire = dial(server);
  } catch (error) {
    return { kind: 'unavailable', fault: { code: codeOf(error), ...at } };
  }
  const patience = Math.min(OPENING, server.deadline ?? OPENING);
  const timer = setTimeout(() => wire.fail({ code: 'ETIMEDOUT' }), patience);
  try {
    const { tls, offered } = await reach(wire, server, at);
    return sessionOn(wire, server, tls, offered);
  } catch (error) {
    let fault: SmtpFault;
    if (error instanceof WireGone) fault = error.fault;
    // what Node throws of options that it does not take, such as a PEM that is none
    else fault = { code: 'ETLS', originalCode: codeOf(error) };
    wire.quit();
    return { kind: 'unavailable', fault: { command: at.command, ...fault } };
  } finally {
    clearTimeout(timer);
  }
}

function dial({ host, address, port, localAddress, silence, lookup }: SmtpServer): Wire {
  const socket = connect({
    host: address ?? host,
    port,
    // Nagle's algorithm with delayed acknowledgements costs 50 ms a message
    noDelay: true,
    ...(localAddress !== undefined && { localAddress }),
    ...(lookup !== undefined && { lookup }),
  });
  return new Wire(socket, silence ?? SILENCE);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EUNKNOWN';
}

/** Where the conversation has got to, for the fault that ends it. */
interface Place {
  command: string;
}

async function reach(
  wire: Wire,
  server: SmtpServer,
  at: Place,
): Promise<{ tls: TlsFacts | null; offered: Extensions }> {
  await wire.connected();
  const implicit = server.tls === 'implicit';
  let tls = implicit ? await secure(wire, server) : null;
  expect(await wire.ask(null), 220);
  at.command = 'EHLO';
  let offered = await hello(wire, server.name, implicit);
  if (tls === null) {
    at.command = 'STARTTLS';
    const refusal = offered.starttls ? await startTls(wire) : { code: 'ENOSTARTTLS' };
    if (refusal === null) {
      tls = await secure(wire, server);
      at.command = 'EHLO';
      // RFC 3207 section 4.2: what was announced in clear is forgotten
      offered = await hello(wire, server.name, true);
    } else if (server.clearAllowed !== true) throw new WireGone(refusal);
  }
  if (server.login !== null) {
    at.command = 'AUTH';
    // a password never goes in clear, whatever the message
    if (tls === null) throw new WireGone({ code: 'EAUTH', originalCode: 'IN_CLEAR' });
    const fault = await signIn(wire, offered, server.login);
    if (fault !== null) throw new WireGone(fault);
  }
  return { tls, offered };
}

/** RFC 5321 section 4.1.4: HELO for a server that does not know EHLO, which then has no STARTTLS. */
async function hello(wire: Wire, name: string, secured: boolean): Promise<Extensions> {
  const reply = await wire.ask(`EHLO ${name}`);
  if (reply.code < 500 || secured) {
    expect(reply, 250);
    return extensionsOf(reply);
  }
  expect(await wire.ask(`HELO ${name}`), 250);
  return NO_EXTENSIONS;
}

/** Null when the server is ready for the handshake. */
async function startTls(wire: Wire): Promise<SmtpFault | null> {
  const reply = await wire.ask('STARTTLS');
  if (reply.code === 220) return null;
  if (reply.code === 421) return { code: 'EREPLY', reply: serverReply(reply) };
  if (reply.code < 400) return { code: 'EPROTOCOL' };
  return { code: 'ENOSTARTTLS', reply: serverReply(reply) };
}

function expect(reply: Reply, code: number): void {
  if (reply.code === code) return;
  if (reply.code < 400) throw new WireGone({ code: 'EPROTOCOL' });
  throw new WireGone({ code: 'EREPLY', reply: serverReply(reply) });
}
