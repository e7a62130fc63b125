import { type Finding, type Found, unanswered } from './check.ts';

interface Asked {
  readonly zone: string;
  readonly address: string;
  readonly found: Found<string>;
}

/**
 * Is the address on a block list (RFC 5782 section 2)? An answer in 127.0.0.0/8 lists it; those in
 * 127.255.255.0/24 say that the question was refused, and any other is no block list's.
 */
export function judgeBlockList({ zone, address, found }: Asked): Finding {
  if (found.kind === 'unknown') return unanswered(`${address} at ${zone}`, found.code);
  if (found.kind === 'none') {
    return { state: 'ok', sentence: `${address} is not listed at ${zone}.`, records: [] };
  }
  const refused = found.answers.find((answer) => answer.startsWith('127.255.255.'));
  const strange = found.answers.find((answer) => !answer.startsWith('127.'));
  if (refused !== undefined || strange !== undefined) {
    const sentence = `${zone} does not answer questions from here (${refused ?? strange}). Ask it through a resolver of your own.`;
    return { state: 'unknown', sentence, records: [] };
  }
  const sentence = `${address} is listed at ${zone} (${found.answers.join(', ')}). Its site says why, and how it is taken off.`;
  return { state: 'wrong', sentence, records: [] };
}
