import { ancestorForms } from '../../packages/core/src/values/index.ts';
import { organizationKeys } from '../../packages/server/src/keys/index.ts';
import { TRAITS, type Trait } from '../population/traits.ts';

export const ORGANIZATION = '01900000-0000-7000-8000-00000000000f';
const KEYS = organizationKeys(ORGANIZATION, Buffer.alloc(32, 7));

/** A token of 128 bits, as hex digits. */
export type Token = string;

export const tokenOf = (trait: Trait, value: string): Token =>
  KEYS.valueToken(trait, value).toString('hex');

/** What stands in an array beside values: that something is known, that a code lies under another. */
export const knownToken = (trait: Trait): Token => tokenOf(trait, 'known:');
export const underToken = (trait: Trait, code: string): Token => tokenOf(trait, `under:${code}`);

export interface Words {
  readonly own: readonly Token[];
  /** The codes above each, by their own tokens. */
  readonly above: readonly (readonly Token[])[];
  /** The code and those above, by tokens that say "under this". */
  readonly under: readonly (readonly Token[])[];
}

/** Tokens of a trait's pool; made once, as the product keeps those that recur. */
export const WORDS: readonly Words[] = TRAITS.map((trait) => {
  const coded = trait.system === 'icd-10-cm';
  const above = trait.pool.map((value) => (coded ? ancestorForms(trait, value) : []));
  return {
    own: trait.pool.map((value) => tokenOf(trait, value)),
    above: above.map((codes) => codes.map((code) => tokenOf(trait, code))),
    under: trait.pool.map((value, at) =>
      coded ? [value, ...(above[at] ?? [])].map((code) => underToken(trait, code)) : [],
    ),
  };
});

export function traitOf(key: string): Trait {
  const trait = TRAITS.find((one) => one.key === key);
  if (trait === undefined) throw new Error(`The population has no attribute "${key}".`);
  return trait;
}
