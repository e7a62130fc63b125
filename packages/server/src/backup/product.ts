import { readFileSync } from 'node:fs';

/** The version of this Postern, as its package says. */
export const PRODUCT = versionOf(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

function versionOf(text: string): string {
  const said: unknown = JSON.parse(text);
  if (typeof said === 'object' && said !== null && 'version' in said) return String(said.version);
  throw new TypeError('The package of the server tells no version.');
}
