import { type Attributes, normaliseText } from '../values/index.ts';

/** What two records of one person can have in common. */
export const MATCH_KINDS = [
  'name_birth',
  'name_email',
  'name_phone',
  'name_street',
  'birth_email',
  'birth_phone',
  'email',
] as const;
export type MatchKind = (typeof MATCH_KINDS)[number];

/** What of a record is compared, in one form however it was written; null where it is not known. */
export interface Features {
  readonly name: string | null;
  readonly birth: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly street: string | null;
}

export function featuresOf(attributes: Attributes): Features {
  const text = (key: string) => {
    const value = attributes[key];
    return typeof value === 'string' ? value : '';
  };
  const given = letters(text('given_name'));
  const family = letters(text('family_name'));
  const phone = text('phone')
    .replace(/\D/gu, '')
    .replace(/^1(?=\d{10}$)/, '');
  const street = normaliseText(text('street'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const zip = text('zip').trim().slice(0, 5);
  return {
    // half a name is shared by too many
    name: given !== '' && family !== '' ? `${given} ${family}` : null,
    birth: text('birth_date') || null,
    email: normaliseText(text('email')) || null,
    phone: phone.length >= 7 ? phone : null,
    street: street !== '' && zip !== '' ? `${street} ${zip}` : null,
  };
}

/**
 * The texts that another record of the same person shares, one or more of them. An address alone is no
 * sign, since families share them; it counts for records that have no name or birth date to differ by.
 */
export function matchForms(features: Features): Partial<Record<MatchKind, string>> {
  const { name, birth, email, phone, street } = features;
  const both = (a: string | null, b: string | null) =>
    a === null || b === null ? undefined : `${a}\u0000${b}`;
  const forms: Record<MatchKind, string | undefined> = {
    name_birth: both(name, birth),
    name_email: both(name, email),
    name_phone: both(name, phone),
    name_street: both(name, street),
    birth_email: both(birth, email),
    birth_phone: both(birth, phone),
    email: email ?? undefined,
  };
  const known = Object.entries(forms).filter(([, form]) => form !== undefined);
  return Object.fromEntries(known);
}

/** Letters alone, without accents: "O'Brien-Núñez" and "obrien nunez" are one name. */
function letters(text: string): string {
  return normaliseText(text)
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
