import {
  CODE_MINUTES,
  COOL_OFF_HOURS,
  escapeHtml,
  lastDay,
  MOST_REPLIES,
  REPLY_LENGTH,
  type ReadableMessage,
  SESSION_MINUTES,
  TRIES,
} from '../portal/index.ts';
import { sizeWords } from '../templates/index.ts';
import { described, FORM_STYLE, fault, hidden, invalid, part } from './form-html.ts';
import { withLinksOutside } from './links-outside.ts';
import { publicPage } from './public-page.ts';

/** What was typed into the form, and what is wrong with it, by field. */
export interface Typed {
  readonly month: string;
  readonly day: string;
  readonly year: string;
  readonly errors: Readonly<Partial<Record<'date' | 'word', string>>>;
}

const NOTHING_TYPED: Typed = { month: '', day: '', year: '', errors: {} };

/** Who can help: of the organization that made the link, whether or not there is a message. */
export interface Sender {
  readonly name: string;
  readonly postalAddress: string;
}

const REFUSED =
  'This did not open a message. What you typed may differ from what is on file, or the link may no longer work.';
export const CODE_ASKED = `If there is a message for you behind this link, a code is on its way to the email address on file. It works for ${CODE_MINUTES} minutes. A new one can be sent after two minutes.`;

export const CLOSED = 'The message is closed. To read it again, show again who you are.';

const WIDE = 'main { max-width: 46rem; }';

/**
 * The form that asks who somebody is. It is the same for every link, whether or not there is a
 * message behind it. `kept` is a reply that was typed too long ago to be taken at once: it comes
 * back with the form.
 */
export function identifyPage(
  formToken: string,
  sender: Sender | null,
  { typed = NOTHING_TYPED, said = '', refused = false, kept = '' } = {},
): string {
  const { date, word } = typed.errors;
  const faults = [
    ...(date === undefined ? [] : [`<li><a href="#month">${date}</a></li>`]),
    ...(word === undefined ? [] : [`<li><a href="#word">${word}</a></li>`]),
  ];
  const wrong =
    faults.length > 0
      ? `<div class="wrong" role="alert"><p>Something is missing:</p><ul>${faults.join('')}</ul></div>`
      : refused
        ? `<div class="wrong" role="alert"><p>${REFUSED}</p></div>`
        : '';
  return publicPage(
    faults.length > 0 || refused
      ? 'Not opened: a message is waiting'
      : 'A message is waiting for you',
    `${said === '' ? '' : `<div class="said" role="status"><p>${said}</p></div>`}${wrong}
<p>It is kept here, because it could not be sent to you encrypted. To open it, show who you are.</p>
<form method="post" novalidate>
${hidden(formToken, 'open')}${kept === '' ? '' : `<input type="hidden" name="text" value="${escapeHtml(kept)}">`}
<fieldset${described('date-hint', date && 'date-fault')}>
<legend>Your birth date</legend>
<p class="hint" id="date-hint">In figures, for example 3 14 1980</p>
${fault('date-fault', date)}
<div class="parts">
${part('month', 'Month', 2, typed.month, date)}
${part('day', 'Day', 2, typed.day, date)}
${part('year', 'Year', 4, typed.year, date)}
</div>
</fieldset>
<label for="word">The code, or the word that you agreed</label>
<p class="hint" id="word-hint">A code of 8 digits that was mailed to you, or what you agreed with the sender’s staff</p>
${fault('word-fault', word)}
<input id="word" name="word" type="text" size="24" maxlength="200" autocomplete="one-time-code" autocapitalize="none" spellcheck="false"${invalid(word)}${described('word-hint', word && 'word-fault')}>
<div><button type="submit">Open the message</button></div>
</form>
<h2>You have no code?</h2>
<p>A code can be sent to the email address that the sender has on file for you.</p>
<form method="post">
${hidden(formToken, 'code')}
<button type="submit" class="second">Send me a code</button>
</form>
<h2>If it does not work</h2>
<p>After ${TRIES} wrong tries in a row a link is locked; from ${COOL_OFF_HOURS} hours later a new code opens the way again. Links end by themselves after a time. The sender’s staff can give you a new link, or the message in another way, also if they have no birth date of you.</p>
${reach(sender)}`,
    { style: FORM_STYLE, heading: 'A message is waiting for you' },
  );
}

function reach(sender: Sender | null): string {
  if (sender === null) return '<p>You find their address on the letters that you have of them.</p>';
  return `<address>${escapeHtml(sender.name)}\n${escapeHtml(sender.postalAddress)}</address>`;
}

/** What the page of an opened message shows beside it. */
export interface Beside {
  readonly formToken: string;
  /** Replies that were sent to it. */
  readonly replies: number;
  /** A reply was kept just now. */
  readonly sent?: boolean;
  /** A reply that was not kept, and why. */
  readonly draft?: { readonly text: string; readonly fault: string };
}

/** The message, for who has identified themself. Its title in the tab says nothing. */
export function messagePage(message: ReadableMessage, beside: Beside): string {
  const { draft, replies } = beside;
  const body = message.html === '' ? plain(message.text, 'plain') : framed(message);
  const sent = beside.sent
    ? '<div class="said" role="status"><p>Your reply was sent.</p></div>'
    : '';
  return publicPage(
    draft ? 'Not sent: your message' : 'Your message',
    `${sent}${body}
${attached(message)}<p class="quiet">You can read it here until ${lastDay(message.row.expires_at)}. To keep it, print this page.</p>
<section class="screen" aria-labelledby="reply-title">
<h2 id="reply-title">Reply</h2>
${replies === 0 ? '' : `<p>You have sent ${replies === 1 ? 'one reply' : `${replies} replies`} to this message.</p>`}
${replies >= MOST_REPLIES ? '<p>No more can be sent here. If there is more to say, call.</p>' : replyForm(beside)}
</section>
<form method="post" class="screen">
${hidden(beside.formToken, 'close')}
<p class="quiet">The page closes by itself ${SESSION_MINUTES} minutes after you opened it. On a computer that others use, close it now.</p>
<button type="submit" class="second">Close the message</button>
</form>`,
    { style: FORM_STYLE + WIDE, heading: escapeHtml(message.subject) },
  );
}

/** They are read here, since they could not be sent either. */
function attached({ attachments }: ReadableMessage): string {
  if (attachments.length === 0) return '';
  const files = attachments.map(
    ({ filename, size }, place) =>
      `<li><a href="?file=${place}" download>${escapeHtml(filename)}</a> (${sizeWords(size)})</li>`,
  );
  return `<section aria-labelledby="files-title">
<h2 id="files-title">Attached files</h2>
<ul>${files.join('')}</ul>
</section>
`;
}

function framed({ html, text }: ReadableMessage): string {
  return `<iframe class="message" title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(withLinksOutside(html))}"></iframe>
<details class="screen"><summary>Read it as plain text</summary>${plain(text, 'plain')}</details>
${plain(text, 'plain paper')}`;
}

const plain = (text: string, classes: string) =>
  `<div class="${classes}">${escapeHtml(text)}</div>`;

function replyForm({ formToken, draft }: Beside): string {
  return `<form method="post" novalidate>
${hidden(formToken, 'reply')}
<label for="text">Your reply</label>
<p class="hint" id="text-hint">The sender’s staff reads it here. In an emergency call 911: nobody watches this page.</p>
${draft ? `<div role="alert">${fault('text-fault', draft.fault)}</div>` : ''}
<textarea id="text" name="text" maxlength="${REPLY_LENGTH}" required${invalid(draft?.fault)}${described('text-hint', draft && 'text-fault')}>${draft ? `\n${escapeHtml(draft.text)}` : ''}</textarea>
<button type="submit">Send the reply</button>
</form>`;
}
