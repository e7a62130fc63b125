import { type AuthorizationForm, wordingOf } from '@postern/core/authorizations';
import {
  AUTHORITY_LENGTH,
  DRAWING,
  type GivenSignature,
  NAME_LENGTH,
  type SignatureField,
} from '../authorizations/index.ts';
import { CODE_MINUTES, escapeHtml, lastDay, SESSION_MINUTES } from '../portal/index.ts';
import { described, FORM_STYLE, fault, hidden, invalid, part } from './form-html.ts';
import type { Typed } from './portal-html.ts';
import { publicPage } from './public-page.ts';

/** Who asks, and can help. */
export interface Asker {
  readonly name: string;
  readonly postalAddress: string;
}

const STYLE = `${FORM_STYLE}
  main { max-width: 40rem; margin: 4vh auto 12vh; }
  .paper-text { border: 1px solid var(--quiet); border-radius: 8px; padding: 4px 20px 12px; margin: 16px 0 32px; }
  .paper-text { display: block; overflow-wrap: anywhere; }
  .paper-text p { white-space: pre-wrap; }
  form > div, .choice { margin: 0 0 24px; }
  .choice label { display: flex; gap: 12px; align-items: center; font-weight: 400; min-height: 44px; }
  .choice input { width: 22px; height: 22px; flex: none; }
  input[type=text], input[type=date] { width: 100%; min-height: 48px; }
  .parts input[type=text] { width: auto; }
  #name { font: italic 1.3rem/1.3 Georgia, serif; }
  canvas { width: 100%; max-width: 600px; background: #fff; border: 1px solid var(--quiet);
    border-radius: 8px; touch-action: none; display: block; }
  button { min-height: 48px; }
`;

/** No link of ours, or one that was cut on its way. */
export const unknownPage = () =>
  publicPage(
    'This link is not one of ours',
    '<p>It was cut or altered on its way. Open the mail again and press the link there, or ask whoever sent it to you.</p>',
  );

const ENDED = {
  expired: ['This link has ended', 'Links end by themselves after a time. Nothing was signed.'],
  withdrawn: ['This request was taken back', 'There is nothing to sign here any more.'],
  locked: [
    'This link is locked',
    'What was typed did not fit five times in a row. Nothing was signed. The staff can open it again for you.',
  ],
  over: [
    'This document can no longer be signed',
    'It says that it ends on a day that is over. Nothing was signed.',
  ],
} as const;

/** Nothing can be done here, and why; whom to turn to. */
export function endedPage(why: keyof typeof ENDED, asker: Asker): string {
  const [title, sentence] = ENDED[why];
  return publicPage(title, `<p>${sentence}</p>${reach(asker)}`, { style: STYLE });
}

const REFUSED =
  'That did not fit. What you typed may differ from what is on file, or the code may be too old.';
export const SIGNING_CODE_ASKED = `If an email address and a birth date of you are on file, a code is on its way to that address. It works for ${CODE_MINUTES} minutes. A new one can be sent after two minutes.`;

/** Asks who somebody is, before anything of the document is shown. */
export function whoPage(
  formToken: string,
  asker: Asker,
  {
    typed,
    said = '',
    refused = false,
    signed = false,
  }: { typed?: Typed; said?: string; refused?: boolean; signed?: boolean },
): string {
  const date = typed?.errors.date;
  const word = typed?.errors.word && 'Enter the code that was mailed to you';
  const faults = [
    ...(date === undefined ? [] : [`<li><a href="#month">${date}</a></li>`]),
    ...(word === undefined ? [] : [`<li><a href="#word">${word}</a></li>`]),
  ];
  const heading = signed ? 'This document is signed' : 'A document is waiting for you';
  return publicPage(
    faults.length > 0 || refused ? `Not opened: ${heading}` : heading,
    `${status(said)}${wrong(faults, refused ? REFUSED : '')}
<p>${signed ? 'To open your copy, show who you are.' : `${escapeHtml(asker.name)} asks you to read a document, and to sign it if you wish. First show who you are.`}</p>
<h2>1. Get a code</h2>
<p>A code is sent to the email address that is on file for you.</p>
<form method="post">
${hidden(formToken, 'code')}
<button type="submit" class="second">Send me a code</button>
</form>
<h2>2. Type it here</h2>
<form method="post" novalidate>
${hidden(formToken, 'who')}
<fieldset${described('date-hint', date && 'date-fault')}>
<legend>Your birth date</legend>
<p class="hint" id="date-hint">In figures, for example 3 14 1980</p>
${fault('date-fault', date)}
<div class="parts">
${part('month', 'Month', 2, typed?.month ?? '', date)}
${part('day', 'Day', 2, typed?.day ?? '', date)}
${part('year', 'Year', 4, typed?.year ?? '', date)}
</div>
</fieldset>
<label for="word">The code</label>
<p class="hint" id="word-hint">8 digits</p>
${fault('word-fault', word)}
<input id="word" name="word" type="text" inputmode="numeric" maxlength="20" autocomplete="one-time-code"${invalid(word)}${described('word-hint', word && 'word-fault')}>
<button type="submit">${signed ? 'Open my copy' : 'Read the document'}</button>
</form>
<h2>If it does not work</h2>
<p>After five wrong tries in a row the link is locked. The staff can open it again, or let you read the document in the practice.</p>
${reach(asker)}`,
    { style: STYLE, heading },
  );
}

/** What was typed into the form that is signed. */
export interface SigningDraft extends GivenSignature {
  /** On a tablet of the practice, which goes back to the staff. */
  readonly onTablet: boolean;
  readonly faults: Readonly<Partial<Record<SignatureField | 'signer', string>>>;
}

/** The text, and below it the place to sign. */
export function signPage(
  formToken: string,
  asker: Asker,
  form: AuthorizationForm,
  draft: SigningDraft,
): string {
  const { signer, name, day, authority } = draft.faults;
  const faults = (['signer', 'authority', 'name', 'day'] as const).flatMap((field) => {
    const sentence = draft.faults[field];
    return sentence === undefined ? [] : [`<li><a href="#${field}">${sentence}</a></li>`];
  });
  const other = draft.authority !== null;
  const self = !other && signer === undefined;
  return publicPage(
    faults.length > 0 ? `Not signed yet: ${escapeHtml(form.title)}` : escapeHtml(form.title),
    `${wrong(faults, '')}
<p class="quiet">From ${escapeHtml(asker.name)}. Read it in your own time; nothing is signed until you press the button at the end.</p>
${textOf(form)}
<h2 id="sign-title">Sign</h2>
<form method="post" novalidate aria-labelledby="sign-title">
${hidden(formToken, 'sign')}
<fieldset class="choice"${described(signer && 'signer-fault')}>
<legend>Who signs?</legend>
${fault('signer-fault', signer)}
<label><input id="signer" type="radio" name="signer" value="self"${self ? ' checked' : ''}> I sign for myself</label>
<label><input type="radio" name="signer" value="representative"${other ? ' checked' : ''}> I sign for somebody else, as their representative</label>
</fieldset>
<div>
<label for="authority">What allows you to sign for them</label>
<p class="hint" id="authority-hint">Only if you sign for somebody else: for example “parent”, “legal guardian”, “power of attorney for health care”</p>
${fault('authority-fault', authority)}
<input id="authority" name="authority" type="text" maxlength="${AUTHORITY_LENGTH}" autocomplete="off" value="${escapeHtml(draft.authority ?? '')}"${invalid(authority)}${described('authority-hint', authority && 'authority-fault')}>
</div>
<div>
<label for="name">Your signature: type your full name</label>
<p class="hint" id="name-hint">Whoever signs types their own name. It counts as your signature.</p>
${fault('name-fault', name)}
<input id="name" name="name" type="text" maxlength="${NAME_LENGTH}" autocomplete="name" value="${escapeHtml(draft.name)}"${invalid(name)}${described('name-hint', name && 'name-fault')}>
</div>
<div id="drawing" hidden>
<p id="pad-label"><strong>You may also draw your signature</strong> <span class="quiet">(if you wish)</span></p>
<canvas id="pad" width="${DRAWING.width}" height="${DRAWING.height}" role="img" aria-labelledby="pad-label"></canvas>
<button type="button" class="second" id="clear">Clear the drawing</button>
<input type="hidden" id="drawn" name="drawn" value="${escapeHtml(draft.drawn ?? '')}">
</div>
<div>
<label for="day">Date</label>
<p class="hint" id="day-hint">Today’s date</p>
${fault('day-fault', day)}
<input id="day" name="day" type="date" value="${escapeHtml(draft.signedOn)}"${invalid(day)}${described('day-hint', day && 'day-fault')}>
</div>
<p>By pressing “I sign” you sign the document above. ${draft.onTablet ? COPY_LATER : 'You get a copy at once.'}</p>
<button type="submit">I sign</button>
</form>
<p class="quiet">If you do not wish to sign, close this page.</p>
${reach(asker)}
<script src="./signature.js" defer></script>`,
    { style: STYLE, heading: escapeHtml(form.title) },
  );
}

const COPY_LATER = 'You get your copy by a link in a mail, or printed by the staff.';

/** After it: that it is signed, and the copy, for who has shown who they are. */
export function signedPage(
  asker: Asker,
  form: AuthorizationForm,
  { signedAt, until, said }: { signedAt: Date; until: Date; said: string },
  copy: string,
): string {
  return publicPage(
    'It is signed',
    `${status(said)}
<p>“${escapeHtml(form.title)}” was signed on ${dayWords(signedAt)}.</p>
<p><a href="${copy}" download>Download your copy (PDF)</a></p>
<p class="quiet">It can be opened behind the same link until ${lastDay(until)}. This page closes by itself after ${SESSION_MINUTES} minutes.</p>
<p>You can take back what you signed whenever you want; the document says how.</p>
${textOf(form)}${reach(asker)}`,
    { style: STYLE },
  );
}

/** The tablet goes back to the staff, so that it shows nothing more of the document. */
export const tabletPage = (asker: Asker) =>
  publicPage(
    'It is signed',
    `<p>Thank you. Please give the tablet back. You get your copy by a link in a mail, or printed by the staff of ${escapeHtml(asker.name)}.</p>`,
    { style: STYLE },
  );

function textOf(form: AuthorizationForm): string {
  const { introduction, sections, language } = wordingOf(form);
  const parts = sections.map(
    ({ heading, texts }) =>
      `<h2>${escapeHtml(heading)}</h2>${texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}`,
  );
  return `<section class="paper-text" lang="${escapeHtml(language)}" aria-label="The document">
<p>${escapeHtml(introduction)}</p>
${parts.join('\n')}
</section>`;
}

const dayWords = (at: Date) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(at);

const status = (said: string) =>
  said === '' ? '' : `<div class="said" role="status"><p>${said}</p></div>`;

function wrong(faults: readonly string[], sentence: string): string {
  if (faults.length > 0) {
    return `<div class="wrong" role="alert"><p>Something is missing:</p><ul>${faults.join('')}</ul></div>`;
  }
  return sentence === '' ? '' : `<div class="wrong" role="alert"><p>${sentence}</p></div>`;
}

const reach = ({ name, postalAddress }: Asker) =>
  `<address class="quiet">${escapeHtml(name)}\n${escapeHtml(postalAddress)}</address>`;
