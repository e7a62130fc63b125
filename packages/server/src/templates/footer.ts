import { OWN } from '@postern/core/templates';

/** What a source already shows, in every message. */
export interface Shows {
  readonly address: boolean;
  readonly unsubscribe: boolean;
  readonly preferences: boolean;
}

/**
 * Commercial mail shows a valid postal address and a clear way to say no: 15 USC 7704(a)(3), (a)(5),
 * 16 CFR 316.5. What a source leaves out is added here; mail that is not commercial gets the
 * address, and every message the way to choose what one gets. Grey on white keeps a contrast of 8.9 to 1.
 */
export function footerMjml(shows: Shows): string {
  const lines = linesOf(
    shows,
    '<a href="{{ unsubscribe_url }}" style="color:#4a4a4a">Unsubscribe</a>',
    '<a href="{{ preferences_url }}" style="color:#4a4a4a">Choose what you get</a>',
  );
  if (lines.length === 0) return '';
  return (
    '<mj-section background-color="#ffffff" padding="16px 0"><mj-column>' +
    '<mj-text align="center" color="#4a4a4a" font-family="Arial, Helvetica, sans-serif" ' +
    `font-size="13px" line-height="20px">${lines.join('')}</mj-text>` +
    '</mj-column></mj-section>'
  );
}

export function footerText(shows: Shows): string {
  const lines = linesOf(
    shows,
    'Unsubscribe: {{ unsubscribe_url }}',
    'Choose what you get: {{ preferences_url }}',
  );
  if (lines.length === 0) return '';
  return `\n\n-- \n${lines.map((line) => line.replaceAll(/<\/?div>/g, '')).join('\n')}\n`;
}

function linesOf(
  { address, unsubscribe, preferences }: Shows,
  wayOut: string,
  choices: string,
): string[] {
  const lines: string[] = [];
  if (!address)
    lines.push('<div>{{ organization_name }}</div>', '<div>{{ organization_address }}</div>');
  if (!unsubscribe) lines.push(`{% if ${OWN.commercial} %}<div>${wayOut}</div>{% endif %}`);
  if (!preferences) lines.push(`<div>${choices}</div>`);
  return lines;
}
