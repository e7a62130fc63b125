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

/** True when the code has the form of its system; `local` and `rxnorm` ask only what they define. */
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
      return /^[A-Z]{2}$/.test(value);
    case 'bcp-47':
      return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(value);
    default:
      return value.length > 0 && value.length <= 64;
  }
}
