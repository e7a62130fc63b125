const LONGEST = 120;

/**
 * The name that a recipient sees; or, in a sentence, what is wrong with it. What could make a name
 * look like another (control characters, and those that turn the direction of writing, Unicode
 * UAX #9) is refused.
 */
export function attachmentName(
  given: string,
): { readonly filename: string } | { readonly sentence: string } {
  const filename = given
    .slice(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
    .normalize('NFC')
    .trim();
  if (filename === '' || /^\.+$/.test(filename)) {
    return { sentence: 'The file has no name: expected one such as “visit.pdf”.' };
  }
  if (filename.length > LONGEST) {
    return {
      sentence: `The file’s name is ${filename.length} characters long: expected at most ${LONGEST}.`,
    };
  }
  if (
    !filename.isWellFormed() ||
    /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/u.test(filename)
  ) {
    return { sentence: 'The file’s name holds a character that cannot be shown: rename the file.' };
  }
  return { filename };
}
