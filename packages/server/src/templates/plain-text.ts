/** Plain text of the compiled HTML, its links in angle brackets (RFC 3986, appendix C). */
export async function plainTextOf(html: string): Promise<string> {
  // 12 MB that a process which only sends does without
  const { convert } = await import('html-to-text');
  const heading = { options: { uppercase: false } };
  return convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, ...heading })),
      { selector: 'img', format: 'skip' },
      { selector: 'head', format: 'skip' },
    ],
  });
}
