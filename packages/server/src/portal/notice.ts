import type { PortalSettings } from '../organizations/index.ts';
import { lastDay } from './last-day.ts';

/** Mail that may be read by anybody on its way. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Hands a notice to the mail system; 'held' when it does not leave, or not now. */
export type SendNotice = (
  organizationId: string,
  contactId: string,
  notice: Notice,
) => Promise<'sent' | 'held'>;

/** The same to an address that is nobody's yet, so that somebody can confirm that it is theirs. */
export type SendNoticeTo = (
  organizationId: string,
  address: string,
  notice: Notice,
) => Promise<'sent' | 'held'>;

/**
 * Tells that a message waits, and nothing of whom it is for, who wrote it or what about: it may
 * travel in clear. `publicUrl` has no slash at its end.
 */
export function noticeFor(
  { senderName, days }: Pick<PortalSettings, 'senderName' | 'days'>,
  publicUrl: string,
  token: string,
  until?: Date,
): Notice {
  const link = `${publicUrl}/m/${token}`;
  const term = until ? `until ${lastDay(until)}` : `for ${days} ${days === 1 ? 'day' : 'days'}`;
  return noticeOf('A message is waiting for you', senderName, [
    'A message is waiting for you. It is not in this mail, because your mail provider does not accept encrypted mail.',
    { link, words: 'Open the message' },
    'The page asks you to show who you are: by your birth date, and by a code that it sends you or a word that you agreed with the sender.',
    `The link works ${term}.`,
    'If you do not expect a message, you need not do anything. Do not pass the link on.',
  ]);
}

/** The mail with a one-time code of 8 digits. */
export function codeNotice(
  { senderName }: Pick<PortalSettings, 'senderName'>,
  code: string,
): Notice {
  return noticeOf('Your one-time code', senderName, [
    `Your one-time code is ${code.slice(0, 4)} ${code.slice(4)}`,
    'It works once, for 10 minutes. Type it into the page that asked for it, and tell it to nobody.',
    'If you did not ask for a code, you need not do anything.',
  ]);
}

type Part = string | { readonly link: string; readonly words: string };

/** A mail of these parts, the same as text and as a page. */
export function noticeOf(subject: string, senderName: string, parts: readonly Part[]): Notice {
  const lines = parts.map((part) =>
    typeof part === 'string' ? part : `${part.words}:\n${part.link}`,
  );
  const paragraphs = parts.map((part) =>
    typeof part === 'string'
      ? `<p>${escapeHtml(part)}</p>`
      : `<p><a href="${escapeHtml(part.link)}">${escapeHtml(part.words)}</a><br>${escapeHtml(part.link)}</p>`,
  );
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(subject)}</title></head>
<body style="font: 18px/1.5 sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem">
<h1 style="font-size: 1.4rem">${escapeHtml(subject)}</h1>
${paragraphs.join('\n')}
<p>${escapeHtml(senderName)}</p>
</body>
</html>
`;
  return { subject, text: `${[...lines, senderName].join('\n\n')}\n`, html };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as it stands in HTML, in an attribute's double quotes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
