import { headerOf, type ReturnedMail, type Understood } from './returned-mail.ts';

/** Programs that do not follow RFC 3834 say so in headers of their own. */
const MARKS = [
  'x-autoreply',
  'x-autorespond',
  'x-auto-reply',
  'x-autoresponse',
  'x-mail-autoreply',
];

/** Only ever a hint: people write such subjects too. */
const AWAY =
  /^(?:auto(?:matic|mated)?[- ]?(?:re(?:ply|sponse)|antwort)|out of (?:the )?office|away from|on vacation|vacation (?:reply|notice)|abwesen|automatische antwort|r[ée]ponse automatique|respuesta autom[áa]tica|risposta automatica|fuera de la oficina|autosvar)/i;

/**
 * An automatic answer, RFC 3834. By its headers, whoever sent it; by its subject only with the null
 * sender that such answers have (section 3.3). What it says is the person's own and stays sealed.
 */
export function readAutoReply(mail: ReturnedMail): Understood | null {
  const submitted = headerOf(mail, 'auto-submitted').toLowerCase();
  const precedence = headerOf(mail, 'precedence').toLowerCase().trim();
  const marked =
    submitted.startsWith('auto-replied') ||
    precedence === 'auto_reply' ||
    MARKS.some((name) => headerOf(mail, name) !== '');
  const bulk = /^(?:bulk|junk|list)$/.test(precedence) || submitted.startsWith('auto-');
  const away = AWAY.test(headerOf(mail, 'subject').trimStart().slice(0, 200));
  if (!marked && !(mail.nullSender && (away || bulk))) return null;
  return {
    class: 'auto_reply',
    form: 'auto_reply',
    counts: false,
    status: null,
    reason: 'An automatic answer. It was delivered, and nothing has to be done.',
    remoteMta: null,
    recipients: [],
  };
}
