import { CHANNELS, type Channel, PERIODS, type Period } from '@postern/core/consent';
import { escapeHtml } from '../portal/index.ts';
import {
  type Allowed,
  type Chooser,
  KIND_WORDS,
  KINDS,
  leaveWords,
  type Preferences,
  preferencesWording,
  QUESTIONS,
  REASON_LENGTH,
  restrictionWords,
  revocationWords,
} from '../preferences/index.ts';
import { described, FORM_STYLE, fault, hidden, invalid } from './form-html.ts';
import { publicPage } from './public-page.ts';

/** What the page says of what was just done. */
export const SAID = {
  saved: 'It is saved, and holds from the next message on.',
  mailed:
    'A mail is on its way to your address. What lets more mail in begins once you open the link in it and confirm. Anything else that you chose holds already.',
  same: 'It was so already: nothing had to be changed.',
  left: 'It is stopped. You get no more of it, from this moment on.',
  revoked: 'The permission is taken back, from this moment on.',
  asked: 'The staff has what you wrote, and answers you.',
} as const;
export type Said = keyof typeof SAID;

const STYLE = `${FORM_STYLE}
  h2 { margin: 48px 0 8px; }
  fieldset, .field { margin: 0 0 32px; }
  legend, .field > label { margin: 0 0 8px; }
  .box { display: grid; grid-template-columns: auto 1fr; gap: 0 12px; padding: 8px 0; }
  .box label { font-weight: 400; }
  .box input { width: 24px; height: 24px; margin: 2px 0; accent-color: var(--accent); }
  .box .hint { grid-column: 2; margin: 0; }
  select { font: inherit; color: inherit; background: var(--paper); padding: 10px 12px;
    border: 1px solid var(--quiet); border-radius: 8px; box-sizing: border-box; max-width: 100%; }
  select:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  ul { padding-left: 20px; }
  li { padding: 4px 0; overflow-wrap: anywhere; }
  address { margin-top: 48px; }
`;

const PERIOD_WORDS: Readonly<Record<Period, string>> = {
  day: 'a day',
  week: 'a week',
  month: 'a month',
};
const OFFERED = ['1-month', '2-month', '4-month', '1-week', '2-week', '3-week'];
const CHANNEL_WORDS: Readonly<Record<Channel, string>> = {
  email: 'By email',
  phone: 'By phone',
  post: 'By post',
  portal: 'On a page where messages wait for me',
};
/** Each in its own words, so that it is found by who needs it. */
const LANGUAGES: readonly (readonly [tag: string, name: string])[] = [
  ['en', 'English'],
  ['es', 'Español'],
  ['zh', '中文'],
  ['vi', 'Tiếng Việt'],
  ['ko', '한국어'],
  ['tl', 'Tagalog'],
  ['ru', 'Русский'],
  ['ar', 'العربية'],
  ['fr', 'Français'],
  ['ht', 'Kreyòl ayisyen'],
  ['pt', 'Português'],
  ['pl', 'Polski'],
];

/** What may be answered; anything else did not come from the page. */
export const isChannel = (word: string): word is Channel => CHANNELS.some((one) => one === word);
export const isPeriod = (word: string): word is Period => PERIODS.some((one) => one === word);

interface Beside {
  readonly formToken: string;
  readonly said?: string;
  /** What is wrong with the request for a limit, and what was typed. */
  readonly draft?: { readonly text: string; readonly fault: string };
}

/**
 * The preference centre. Whoever was sent the message on sees it too: it names the sender, what they
 * offer and what was chosen, and nobody.
 */
export function preferencesPage(
  { organizationName, postalAddress }: Chooser,
  preferences: Preferences,
  { formToken, said = '', draft }: Beside,
): string {
  const { kinds, topics, frequency, channel, language, allowed } = preferences;
  const name = escapeHtml(organizationName);
  const mark = preferencesWording(organizationName, topics).mark;
  return publicPage(
    `What you get from ${name}`,
    `${said === '' ? '' : `<div class="said" role="status"><p>${said}</p></div>`}
<p>Here you choose what comes, and see what you have allowed. Nothing changes until you press a button. To get none of it, <a href="#leave">leave everything with one press</a>.</p>
<form method="post">
${hidden(formToken, 'choose')}<input type="hidden" name="mark" value="${mark}">
<fieldset><legend>${QUESTIONS.kinds}</legend>
${KINDS.map((kind) => box(`kind:${kind}`, kinds[kind], KIND_WORDS[kind])).join('\n')}
</fieldset>
${topics.length === 0 ? '' : `<fieldset><legend>${QUESTIONS.topics}</legend>${topics.map((topic) => box(`topic:${topic.id}`, topic.in, [topic.name, topic.description])).join('\n')}</fieldset>`}
${select('frequency', QUESTIONS.frequency, frequencies(organizationName, frequency), keyOf(frequency))}
${select('channel', QUESTIONS.channel, channels(organizationName, channel), channel ?? '', QUESTIONS.channelHint)}
${select('language', QUESTIONS.language, languages(language), language ?? '', QUESTIONS.languageHint)}
<button type="submit">Save what I chose</button>
</form>
<section aria-labelledby="leave"><h2 id="leave">Leave everything</h2>
<p>${escapeHtml(leaveWords(organizationName))}</p>
<form method="post">${hidden(formToken, 'leave')}<button type="submit">Stop all of it</button></form>
</section>
<section aria-labelledby="allowed"><h2 id="allowed">What you have allowed</h2>
${allowed.length === 0 ? '<p>There is no signed permission of yours here that still holds.</p>' : `<ul>${allowed.map(permission).join('')}</ul>`}
</section>
${restriction(organizationName, formToken, draft)}
<address>${name}\n${escapeHtml(postalAddress)}</address>`,
    { style: STYLE },
  );
}

/** What follows is told before the button that does it. */
export function revokePage(
  { organizationName }: Chooser,
  one: Allowed,
  { formToken, back }: { readonly formToken: string; readonly back: string },
): string {
  return publicPage(
    'Take this permission back?',
    `<p><strong>${titled(one)}</strong></p>
${paragraphs(revocationWords(organizationName))}
<form method="post" action="${back}">${hidden(formToken, 'revoke')}<input type="hidden" name="ref" value="${one.ref}"><button type="submit">Yes, take it back</button></form>
<p><a href="${back}">No, keep it</a></p>`,
    { style: STYLE },
  );
}

function permission(one: Allowed): string {
  return `<li>${titled(one)}. <a href="?revoke=${one.ref}" aria-label="Take it back: ${titled(one)}">Take it back</a></li>`;
}

const titled = ({ title, signedOn }: Allowed) =>
  escapeHtml(title) + (signedOn === null ? '' : `, signed on ${dayWords(signedOn)}`);

function restriction(sender: string, formToken: string, draft: Beside['draft']): string {
  const said = draft ? `<div role="alert">${fault('reason-fault', draft.fault)}</div>` : '';
  const [about = '', hint = ''] = restrictionWords(sender);
  return `<section aria-labelledby="limit"><h2 id="limit">Ask for a limit</h2>
<p>${escapeHtml(about)}</p>
<form method="post" novalidate>${hidden(formToken, 'restrict')}
<div class="field"><label for="reason">What should not be done?</label>
<p class="hint" id="reason-hint">${escapeHtml(hint)}</p>${said}
<textarea id="reason" name="reason" maxlength="${REASON_LENGTH}" required${draft ? ' autofocus' : ''}${invalid(draft?.fault)}${described('reason-hint', draft && 'reason-fault')}>${draft ? `\n${escapeHtml(draft.text)}` : ''}</textarea></div>
<button type="submit" class="second">Ask for it</button></form>
</section>`;
}

/** `was` says how it stood, so that a page left open takes nothing back that was chosen since. */
function box(key: string, checked: boolean, [label, hint]: readonly [string, string]): string {
  const id = key.replace(':', '-');
  return `<div class="box"><input type="checkbox" id="${id}" name="in" value="${key}"${checked ? ' checked' : ''}${hint === '' ? '' : ` aria-describedby="${id}-hint"`}><label for="${id}">${escapeHtml(label)}</label>${hint === '' ? '' : `<p class="hint" id="${id}-hint">${escapeHtml(hint)}</p>`}${checked ? `<input type="hidden" name="was" value="${key}">` : ''}</div>`;
}

type Options = readonly (readonly [value: string, words: string])[];

function select(name: string, label: string, options: Options, value: string, hint = ''): string {
  const lang =
    name === 'language' ? (tag: string) => (tag === '' ? '' : ` lang="${tag}"`) : () => '';
  const shown = options.map(
    ([key, words]) =>
      `<option value="${escapeHtml(key)}"${lang(escapeHtml(key))}${key === value ? ' selected' : ''}>${escapeHtml(words)}</option>`,
  );
  return `<div class="field"><label for="${name}">${label}</label>
${hint === '' ? '' : `<p class="hint" id="${name}-hint">${hint}</p>`}
<input type="hidden" name="was-${name}" value="${escapeHtml(value)}">
<select id="${name}" name="${name}"${hint === '' ? '' : ` aria-describedby="${name}-hint"`}>${shown.join('')}</select></div>`;
}

const keyOf = (one: Preferences['frequency']) => (one === null ? '' : `${one.most}-${one.period}`);

function frequencies(sender: string, now: Preferences['frequency']): Options {
  const keys = new Set([...OFFERED, ...(now === null ? [] : [keyOf(now)])]);
  return [
    ['', `As often as ${sender} sends them`],
    ...[...keys].map((key) => [key, often(key)] as const),
  ];
}

function often(key: string): string {
  const [most = '', period = ''] = key.split('-');
  const times = most === '1' ? 'Once' : most === '2' ? 'Twice' : `${most} times`;
  return `${times} ${isPeriod(period) ? PERIOD_WORDS[period] : period}`;
}

function channels(sender: string, now: Channel | null): Options {
  const all = CHANNELS.map((one) => [one, CHANNEL_WORDS[one]] as const);
  return now === null ? [['', `As ${sender} does now`], ...all] : all;
}

function languages(now: string | null): Options {
  if (now === null) return [['', 'I have not said'], ...LANGUAGES];
  return LANGUAGES.some(([tag]) => tag === now) ? LANGUAGES : [[now, now], ...LANGUAGES];
}

const paragraphs = (lines: readonly string[]) =>
  lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');

const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const dayWords = (day: string) => DAY.format(new Date(`${day}T00:00:00Z`));
