import { type Asked, CONFIRM_WORDS, paragraphs, requestWords } from '@postern/core/sign-up';
import { DAYS, type ShownForm } from '../forms/index.ts';
import { escapeHtml } from '../portal/index.ts';
import { described, FORM_STYLE, fault, invalid } from './form-html.ts';
import { publicPage } from './public-page.ts';

const STYLE = `${FORM_STYLE}
  .field { margin: 0 0 24px; }
  .field label { margin: 0 0 8px; }
  .field input { width: 100%; }
  legend { margin: 0 0 8px; }
  .box { display: grid; grid-template-columns: auto 1fr; gap: 0 12px; padding: 8px 0; }
  .box label { font-weight: 400; }
  .box input { width: 24px; height: 24px; margin: 2px 0; accent-color: var(--accent); }
  .box .hint { grid-column: 2; margin: 0; }
  .trap { position: absolute; left: -10000px; width: 1px; height: 1px; overflow: hidden; }
  address { margin-top: 48px; }
`;

/** The name of the field that nobody sees; a machine fills it in. */
export const TRAP = 'website';

/** How a field is said and filled in: WCAG 1.3.5 (input purpose). */
const FIELDS: Readonly<Record<Asked, readonly [label: string, autocomplete: string]>> = {
  given_name: ['Given name', 'given-name'],
  family_name: ['Family name', 'family-name'],
  phone: ['Phone', 'tel'],
  zip: ['ZIP code', 'postal-code'],
};

export interface Typed {
  readonly email: string;
  readonly topicIds: readonly string[];
  readonly said: Readonly<Partial<Record<Asked, string>>>;
  readonly faults: Readonly<Partial<Record<'email' | 'topics' | Asked, string>>>;
}

export const NOTHING: Typed = { email: '', topicIds: [], said: {}, faults: {} };

/** The form, empty or as it was typed with what is wrong. It names the sender, and nobody else. */
export function signUpPage(shown: ShownForm, typed: Typed, notice = ''): string {
  const { organizationName, postalAddress, topics, mark, form } = shown;
  const { title, about, promise, asked } = form.content;
  const { faults } = typed;
  const wrong = Object.values(faults);
  const name = escapeHtml(organizationName);
  return publicPage(
    escapeHtml(title),
    `${notice === '' ? '' : `<div class="said" role="status"><p>${notice}</p></div>`}
${wrong.length === 0 ? '' : `<div class="wrong" role="alert"><p>Nothing was sent yet:</p><ul>${wrong.map((sentence) => `<li>${sentence}</li>`).join('')}</ul></div>`}
${written(about)}
<form method="post" novalidate>
<input type="hidden" name="mark" value="${mark}">
<div class="field"><label for="email">Your email address</label>${fault('email-fault', faults.email)}
<input id="email" name="email" type="email" autocomplete="email" maxlength="254" required value="${escapeHtml(typed.email)}"${invalid(faults.email)}${described(faults.email && 'email-fault')}></div>
${asked.map((key) => field(key, typed)).join('\n')}
${topics.length === 0 ? '' : `<fieldset><legend>What would you like to get?</legend>${fault('topics-fault', faults.topics)}${topics.map((topic) => box(topic, typed.topicIds.includes(topic.id))).join('')}</fieldset>`}
<div class="trap" aria-hidden="true"><label for="${TRAP}">Leave this empty</label><input id="${TRAP}" name="${TRAP}" type="text" tabindex="-1" autocomplete="off"></div>
<p>${escapeHtml(requestWords(organizationName))}</p>
${written(promise)}
<p>${escapeHtml(CONFIRM_WORDS)}</p>
<button type="submit">Send me the mail to confirm</button>
</form>
<address>${name}\n${escapeHtml(postalAddress)}</address>`,
    { style: STYLE },
  );
}

function field(key: Asked, { said, faults }: Typed): string {
  const [label, autocomplete] = FIELDS[key];
  const type = key === 'phone' ? 'tel' : 'text';
  return `<div class="field"><label for="${key}">${label} <span class="quiet">(if you like)</span></label>${fault(`${key}-fault`, faults[key])}
<input id="${key}" name="${key}" type="${type}" autocomplete="${autocomplete}" maxlength="200" value="${escapeHtml(said[key] ?? '')}"${invalid(faults[key])}${described(faults[key] && `${key}-fault`)}></div>`;
}

function box({ id, name, description }: ShownForm['topics'][number], checked: boolean): string {
  const at = `topic-${id}`;
  return `<div class="box"><input type="checkbox" id="${at}" name="topic" value="${id}"${checked ? ' checked' : ''}${description === '' ? '' : ` aria-describedby="${at}-hint"`}><label for="${at}">${escapeHtml(name)}</label>${description === '' ? '' : `<p class="hint" id="${at}-hint">${escapeHtml(description)}</p>`}</div>`;
}

/** What everybody is told who filled the form in, whatever is known of the address. */
export const askedPage = ({ organizationName, noticeFrom }: ShownForm) =>
  publicPage(
    'Look into your mailbox',
    `<p>If mail can be sent to the address that you entered, a message from “${escapeHtml(noticeFrom)}” is on its way to it. Open the link in it within ${DAYS} days and confirm. Until then nothing else is sent to you.</p>
<p class="quiet">Nothing came? Look among the unwanted mail, or tell the staff of ${escapeHtml(organizationName)}.</p>`,
  );

export const closedPage = () =>
  publicPage(
    'There is no form here',
    '<p>The address was cut or altered on its way, or nobody can sign up by this form any more.</p>',
  );

const written = (text: string) =>
  paragraphs(text)
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('\n');
