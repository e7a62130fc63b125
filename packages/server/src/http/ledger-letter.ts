import { KIND_WORDS } from '@postern/core/consent';
import { escapeHtml } from '../portal/index.ts';
import type { shownLedger } from './shown-ledger.ts';

type Shown = ReturnType<typeof shownLedger>;

interface About {
  readonly organizationName: string;
  readonly postalAddress: string;
  /** Empty of somebody who was deleted. */
  readonly personName: string;
}

const STYLE = `
  body { font: 12pt/1.5 Georgia, serif; color: #1c2625; max-width: 42rem; margin: 2rem auto; padding: 0 1.5rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; }
  ol, ul { padding-left: 1.2rem; } li { margin-bottom: 1rem; break-inside: avoid; }
  blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid #c9d2d0; white-space: pre-line; }
  .how { color: #4c5857; font-size: .95em; } dl { margin: .25rem 0; } dt { float: left; margin-right: .5rem; }
  dd { margin: 0; overflow-wrap: anywhere; } address { font-style: normal; white-space: pre-line; }
  @media print { body { margin: 0; max-width: none; } }`;

/**
 * All that is on file of somebody's choices, in plain words, for that person: right of access, 45 CFR
 * 164.524. A page that stands alone, to be printed.
 */
export function ledgerLetter(ledger: Shown, about: About): string {
  const { organizationName, postalAddress, personName } = about;
  const title = `What ${organizationName} has on file of your choices`;
  const standing =
    ledger.standing.length === 0
      ? '<p>Nothing stands in the way of messages to you.</p>'
      : list(
          'ul',
          ledger.standing.map((one) => escapeHtml(inWords(one))),
        );
  const documents =
    ledger.authorizations.length === 0
      ? '<p>None is on file.</p>'
      : list('ul', ledger.authorizations.map(authorization));
  const events =
    ledger.events.length === 0
      ? '<p>Nothing was ever recorded.</p>'
      : list('ol', ledger.events.toReversed().map(eventItem));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>
<address>${escapeHtml(organizationName)}\n${escapeHtml(postalAddress)}</address>
<h1>${escapeHtml(title)}</h1>
<p>${personName === '' ? '' : `For ${escapeHtml(personName)}. `}As of ${time(ledger.at)}.</p>
<p>This is everything that we wrote down about what you allowed, refused or asked for. Nothing in it is
ever changed or taken out. If something is wrong, or you want it otherwise, tell us.</p>
<h2>Where you stand now</h2>
${standing}
<h2>Authorizations that you signed</h2>
${documents}
<h2>How it came, from the first to the last</h2>
${events}
</main></body></html>
`;
}

function authorization(one: Shown['authorizations'][number]): string {
  const signed =
    one.signedOn === null ? 'Signed on a day that is not known' : `Signed on ${one.signedOn}`;
  const revoked = one.revokedAt === null ? '' : ` You took it back on ${time(one.revokedAt)}.`;
  const valid = one.valid ? 'It is valid.' : `It is not valid. ${one.defects.join(' ')}`;
  const kinds = one.kinds.map((kind) => KIND_WORDS[kind]).join(', ');
  return escapeHtml(
    inWords(`${signed}, for: ${kinds}. It holds: ${one.expiry}. ${valid}${revoked}`),
  );
}

function eventItem(event: Shown['events'][number]): string {
  const shown =
    event.shown === null
      ? ''
      : `<div>What you were shown (version ${event.shown.version}):</div><blockquote>${escapeHtml(event.shown.body)}</blockquote>`;
  const evidence =
    event.evidence.length === 0
      ? ''
      : `<dl class="how">${event.evidence
          .map(
            ({ name, value }) =>
              `<dt>${escapeHtml(name)}:</dt><dd>${escapeHtml(momentsInWords(value))}</dd>`,
          )
          .join('')}</dl>`;
  return `<strong>${escapeHtml(inWords(event.sentence))}</strong>, ${event.day === null ? time(event.at) : inWords(event.day)}.
<div class="how">${escapeHtml(event.sourceWords)}. Recorded by: ${escapeHtml(event.actor)}.</div>${shown}${evidence}`;
}

const list = (tag: 'ul' | 'ol', items: readonly string[]) =>
  `<${tag}>${items.map((item) => `<li>${item}</li>`).join('\n')}</${tag}>`;

const long = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** Days in a sentence as a letter writes them: "until 2027-03-04" as "until March 4, 2027". */
const inWords = (sentence: string) =>
  sentence.replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => {
    const time = Date.parse(day);
    return Number.isNaN(time) ? day : long.format(time);
  });

const momentsInWords = (text: string) =>
  text.replaceAll(/\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, (at) =>
    Number.isNaN(Date.parse(at)) ? at : time(at),
  );

/** "March 4, 2027, 14:05 UTC". */
const time = (at: string) =>
  `${long.format(new Date(at))}, ${new Date(at).toISOString().slice(11, 16)} UTC`;
