import { readUrl } from './address.ts';
import { tooManyLinks } from './bounds.ts';
import type { Link } from './check-markup.ts';
import { blank } from './check-markup.ts';
import type { Fault } from './position.ts';
import type { LiquidToken } from './tokens.ts';

const RUN = /[^\s<>"']+/g;
const ADDRESS = /https?:\/\/|www\./i;
const BLANK = '\u0001';

/**
 * Mail programs make links of what looks like an address in text: those become links of ours, and
 * a field next to one would put patient data in it.
 */
export function checkText(
  text: string,
  tokens: readonly LiquidToken[],
): { readonly links: readonly Link[]; readonly faults: readonly Fault[] } {
  const links: Link[] = [];
  const faults: Fault[] = [];
  for (const match of blank(text, tokens).matchAll(RUN)) {
    const run = match[0];
    if (!ADDRESS.test(run)) continue;
    if (run.includes(BLANK)) {
      const sentence =
        'Patient data must never be in an address: leave a space between this field and the address.';
      faults.push({ offset: match.index + run.indexOf(BLANK), sentence });
      continue;
    }
    const start = run.search(/https?:\/\//i);
    if (start < 0) continue;
    const url = withoutStops(run.slice(start));
    const begin = match.index + start;
    const address = readUrl(url);
    if ('sentence' in address) faults.push({ offset: begin, sentence: address.sentence });
    else links.push({ address, begin, end: begin + url.length });
  }
  faults.push(...tooManyLinks(links));
  return { links, faults };
}

/** What ends the sentence does not belong to the address. */
function withoutStops(url: string): string {
  let end = url.length;
  while ('.,;:!?)]*'.includes(url[end - 1] ?? ' ')) end--;
  return url.slice(0, end);
}

/** Faults alone, of the text between the tags of markup. */
export function faultsOfShownText(
  text: string,
  tokens: readonly LiquidToken[],
  tags: readonly { readonly begin: number; readonly end: number }[],
): readonly Fault[] {
  let shown = '';
  let at = 0;
  for (const { begin, end } of tags) {
    shown += text.slice(at, begin) + text.slice(begin, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  shown += text.slice(at);
  const between = tokens.filter(
    ({ begin, end }) => shown.slice(begin, end) === text.slice(begin, end),
  );
  const sentence =
    'Patient data must never be in an address: leave a space between this field and the address.';
  return checkText(shown, between).faults.filter((fault) => fault.sentence === sentence);
}
