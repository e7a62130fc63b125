import { type Reply, serverReply } from './reply-reader.ts';
import type { ServerReply, SessionOutcome, SmtpFault } from './session.ts';

/** The commands of a message, in the order in which they are said. */
export type Step = 'RSET' | 'MAIL' | 'RCPT' | 'DATA' | 'BDAT';

type Judgement =
  | { readonly kind: 'on' }
  /** About the message or us; the rest of the group is still to be answered. */
  | { readonly kind: 'refusal'; readonly outcome: SessionOutcome }
  /** The connection is of no more use. */
  | { readonly kind: 'fault'; readonly fault: SmtpFault };

const ON: Judgement = { kind: 'on' };

/** What a reply to a command before the end of the data means. `refused`: what was said before it. */
export function judge(step: Step, reply: Reply, refused: SessionOutcome | null): Judgement {
  const kind = Math.floor(reply.code / 100);
  const command = step;
  const nonsense: Judgement = { kind: 'fault', fault: { code: 'EPROTOCOL', command } };
  if (kind === 3) return step === 'DATA' ? ON : nonsense;
  if (kind === 2) {
    if (step === 'DATA') return nonsense;
    // a recipient of a mail that has no sender
    return step === 'RCPT' && refused !== null ? nonsense : ON;
  }
  const said = serverReply(reply);
  const fault: SmtpFault = { code: 'EREPLY', command, reply: said };
  // RFC 5321 section 3.8: the server leaves; nothing is said of the message
  if (reply.code === 421 || step === 'RSET') return { kind: 'fault', fault };
  if (step === 'MAIL') {
    if (isAboutMessage(said)) return answered('MAIL', said);
    return { kind: 'refusal', outcome: { kind: 'broken', fault } };
  }
  if (isAboutUs(said)) return { kind: 'refusal', outcome: { kind: 'broken', fault } };
  return answered(step === 'RCPT' ? 'RCPT' : 'DATA', said);
}

function answered(at: 'MAIL' | 'RCPT' | 'DATA', reply: ServerReply): Judgement {
  return { kind: 'refusal', outcome: { kind: 'answered', at, reply } };
}

/** Of replies to MAIL, which refuse us: too large (RFC 1870, RFC 3463) or of this address's kind. */
function isAboutMessage({ code, enhanced }: ServerReply): boolean {
  if (enhanced === null) return code === 552;
  // RFC 3463 section 3.4, RFC 6531 section 3.5
  return /^[45]\.(2\.3|3\.4|6\.7)$/.test(enhanced) || (code === 552 && enhanced[0] === '5');
}

/**
 * Unknown command, out of turn, sign in first, TLS first (RFC 5321 section 4.2.2, RFC 4954 section
 * 6, RFC 3207 section 4): said of how we speak, whoever the recipient is.
 */
function isAboutUs({ code }: ServerReply): boolean {
  return code === 500 || code === 502 || code === 503 || code === 530 || code === 538;
}
