const HIDDEN = '[…]';

/**
 * A line of the other side without the names of the person whom it is about: servers like to say
 * "the mailbox of Maria Garcia is full". `names` are what is on file; a single letter is no name.
 */
export function withoutNames(text: string, names: readonly string[]): string {
  const letter = String.raw`[\p{L}\p{N}]`;
  let left = text;
  for (const name of names.flatMap((one) => [one.trim(), ...one.trim().split(/\s+/)])) {
    if (name.length < 2 || name.length > 200) continue;
    const form = `(?<!${letter})${RegExp.escape(name)}(?!${letter})`;
    left = left.replace(new RegExp(form, 'giu'), HIDDEN);
  }
  return left;
}
