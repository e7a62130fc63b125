import type { ChaosResult } from './run-chaos.ts';

/** Of all recipients: what may be lost among the uncertain. */
const UNDELIVERED = 0.0002;

/** What was promised and is not so, in sentences; none is what everybody hopes for. */
export function brokenPromises(
  stream: 'marketing' | 'transactional',
  result: ChaosResult,
): string[] {
  const { missing, wrongState, duplicates, altered, uncertain, allowed, inClear } = result;
  const { undeliveredOfUncertain: undelivered, recipients, examples } = result;
  const promises: readonly (readonly [boolean, string])[] = [
    [missing === 0, `${missing} are missing.`],
    [wrongState === 0, `${wrongState} have a state that is not so.`],
    [inClear === 0, `${inClear} messages were begun without TLS.`],
    [altered === 0, `${altered} came again under another Message-ID.`],
    [
      stream === 'marketing' ? duplicates === 0 : duplicates <= allowed,
      `${duplicates} came twice${stream === 'marketing' ? '' : `, and ${allowed} may`}.`,
    ],
    [uncertain <= allowed, `${uncertain} are uncertain, and ${allowed} may be.`],
    [
      undelivered <= Math.max(1, recipients * UNDELIVERED),
      `${undelivered} of ${recipients} did not arrive and are only uncertain.`,
    ],
  ];
  const broken = promises.filter(([kept]) => !kept).map(([, sentence]) => sentence);
  return broken.length === 0 ? [] : [...broken, ...examples];
}
