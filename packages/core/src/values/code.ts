import type { CodeSystem } from './attribute.ts';

/**
 * The form in which a code is compared and tokenized: trimmed, upper case; ICD-10-CM with its dot
 * after the third character, whether or not the source wrote it (billing files leave it out).
 */
export function normaliseCode(system: CodeSystem | null, code: string): string {
  const plain = code.trim().toUpperCase();
  if (system === 'bcp-47') return code.trim().toLowerCase();
  if (system !== 'icd-10-cm') return plain;
  const bare = plain.replaceAll('.', '');
  return bare.length > 3 ? `${bare.slice(0, 3)}.${bare.slice(3)}` : bare;
}

/**
 * The codes that this one lies under, itself first: E11.65 -> E11.65, E11.6, E11.
 * Systems without a readable hierarchy answer with the code alone.
 */
export function codeAndAncestors(system: CodeSystem | null, code: string): readonly string[] {
  const own = normaliseCode(system, code);
  if (system !== 'icd-10-cm') return [own];
  const bare = own.replace('.', '');
  const all: string[] = [];
  for (let length = bare.length; length >= 3; length--) {
    all.push(normaliseCode(system, bare.slice(0, length)));
  }
  return all.length > 0 ? all : [own];
}

/** USPS Publication 28, appendix B, and the Minor Outlying Islands: the states, and what has mail as one. */
const STATES = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM ' +
    'NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI UM FM MH PW AA AE AP'
  ).split(' '),
);

/**
 * True when this is the code of a state, in capitals. Two letters are not enough: a misspelt state
 * would silently pass by the rules of California and Washington.
 */
export const isState = (code: string): boolean => STATES.has(code);

/** True when the code has the form of its system, or for states is one; `local` and `rxnorm` ask only what they define. */
export function isCodeOf(system: CodeSystem | null, code: string): boolean {
  const value = normaliseCode(system, code);
  switch (system) {
    case 'icd-10-cm':
      return /^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$/.test(value);
    case 'rxnorm':
      return /^[0-9]{1,8}$/.test(value);
    case 'zip':
      return /^[0-9]{5}(-[0-9]{4})?$/.test(value);
    case 'us-state':
      return isState(value);
    case 'bcp-47':
      return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(value);
    default:
      return value.length > 0 && value.length <= 64;
  }
}
