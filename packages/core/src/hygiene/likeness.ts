import type { Features } from './match-forms.ts';

/** By what two records look like one person. */
export const REASONS = ['name', 'birth_date', 'email', 'phone', 'street'] as const;
export type Reason = (typeof REASONS)[number];

export const SURETIES = ['sure', 'likely', 'possible'] as const;
export type Surety = (typeof SURETIES)[number];

export interface Likeness {
  readonly reasons: readonly Reason[];
  readonly surety: Surety;
}

/**
 * Whether two records may be one person, by what, and how sure that is; null when nothing says so.
 *
 * - `sure`: name, birth date and a way to reach them are the same.
 * - `likely`: name and birth date; or name and a way to reach them, where a birth date is missing.
 * - `possible`: something differs that need not (two birth dates under one name and address may be a
 *   typing error, or father and son; two names under one birth date and address a marriage, or twins);
 *   or one of them has nothing but the address.
 */
export function likeness(a: Features, b: Features): Likeness | null {
  const same = (key: keyof Features) => a[key] !== null && a[key] === b[key];
  const known = (key: keyof Features) => a[key] !== null && b[key] !== null;
  const reach = (['email', 'phone', 'street'] as const).filter(same);
  const reasons: readonly Reason[] = [
    ...(same('name') ? (['name'] as const) : []),
    ...(same('birth') ? (['birth_date'] as const) : []),
    ...reach,
  ];
  const found = (surety: Surety): Likeness => ({ reasons, surety });
  if (same('name') && same('birth')) return found(reach.length > 0 ? 'sure' : 'likely');
  if (same('name') && reach.length > 0) return found(known('birth') ? 'possible' : 'likely');
  const mailed = reach.some((way) => way !== 'street');
  if (same('birth') && mailed) return found('possible');
  if (same('email') && !known('name') && !known('birth')) return found('possible');
  return null;
}
