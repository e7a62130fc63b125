import type { ReturnedMail } from './returned-mail.ts';

/** What of ours is found within: each is worth nothing before its keys have read it. */
export interface Traces {
  /** Addresses that look like a return path. */
  readonly paths: readonly string[];
  /** Tokens of links. */
  readonly tokens: readonly string[];
}

const MOST = 20;
const LONGEST = 200_000;

/**
 * By what a report that came to no return path can name its message: our own return path in a report
 * or in the original's header, or the token of a link of it.
 */
export function tracesIn(mail: ReturnedMail): Traces {
  const all = [
    ...mail.headers.map(([, value]) => value.slice(0, 2000)),
    ...mail.parts.map(({ content }) => content),
  ]
    .join('\n')
    .slice(0, LONGEST);
  const paths = all.matchAll(/(?<![a-z0-9])b-[a-z2-7]{58}(?=@)/gi);
  const tokens = all.matchAll(/\/[cou]\/([\w-]{86})(?![\w-])/g);
  return {
    paths: unique(paths, ([path]) => path.toLowerCase()),
    tokens: unique(tokens, ([, token = '']) => token),
  };
}

function unique(found: Iterable<RegExpExecArray>, of: (one: RegExpExecArray) => string): string[] {
  const all = new Set<string>();
  for (const one of found) {
    all.add(of(one));
    if (all.size === MOST) break;
  }
  return [...all];
}
