export interface MailLink {
  readonly href: string;
  /** What the link says, or its picture's description. */
  readonly words: string;
}

/** The web links of an HTML mail, in order. The mail is parsed, never run. */
export function linksOf(html: string): readonly MailLink[] {
  const mail = new DOMParser().parseFromString(html, 'text/html');
  return [...mail.querySelectorAll<HTMLAnchorElement>('a[href]')]
    .filter(({ protocol }) => protocol === 'http:' || protocol === 'https:')
    .map((anchor) => ({
      href: anchor.href,
      words:
        anchor.textContent?.trim() || anchor.querySelector('img')?.alt || 'A link without words',
    }));
}
