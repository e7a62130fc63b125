import type { ServerReply } from '../smtp/index.ts';
import type { Leaving } from './leaving.ts';
import type { JobEnd } from './pool.ts';
import type { Settlement } from './settle-sends.ts';
import { queueName, withoutPerson } from './without-person.ts';

/** The server's codes and words, without the person. */
export function wordsOf(
  { permitted: { permit } }: Leaving,
  end: JobEnd,
): Partial<Pick<Settlement, 'smtpCode' | 'enhancedCode' | 'reply'>> {
  const said = ({ code, enhanced, text }: ServerReply) => ({
    smtpCode: code,
    enhancedCode: enhanced,
    reply: code < 300 ? queueName(text) : withoutPerson(text, permit),
  });
  if (end.kind === 'unavailable') {
    const { code, reply } = end.fault;
    return reply === undefined ? { reply: code } : said(reply);
  }
  const { outcome } = end;
  if (outcome.kind === 'answered') return said(outcome.reply);
  const reply = faultOf(end)?.reply;
  return reply === undefined ? {} : said(reply);
}

/** Why a conversation broke off. */
export function faultOf(end: JobEnd) {
  return end.kind === 'ended' && end.outcome.kind === 'broken' ? end.outcome.fault : undefined;
}
