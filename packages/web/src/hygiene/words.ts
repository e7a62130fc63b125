import type { Tone } from '../parts/Dot.tsx';
import type { Finding, Pair, Surety } from './queries.ts';

export const FINDINGS: Readonly<
  Record<Finding, { readonly title: string; readonly note: string }>
> = {
  impossible: {
    title: 'Cannot exist',
    note: 'The address is written wrongly, or under a name where nobody has mail.',
  },
  no_mail: {
    title: 'Domain takes no mail',
    note: 'The part after the @ does not exist, or says that it takes no mail.',
  },
  role: {
    title: 'Of a post, not a person',
    note: 'Such as info@ or billing@: several people may read what is written to a patient.',
  },
  disposable: {
    title: 'Given away for minutes',
    note: 'The domain lends addresses that others get later.',
  },
};

export const isFinding = (word: string): word is Finding => Object.hasOwn(FINDINGS, word);

export const isSurety = (word: string): word is Surety => Object.hasOwn(SURETIES, word);

export const SURETIES: Readonly<Record<Surety, { readonly word: string; readonly tone: Tone }>> = {
  sure: { word: 'Almost sure', tone: 'good' },
  likely: { word: 'Likely', tone: 'unsure' },
  possible: { word: 'Possible', tone: 'none' },
};

const REASONS: Readonly<Record<Pair['reasons'][number], string>> = {
  name: 'name',
  birth_date: 'birth date',
  email: 'email address',
  phone: 'phone number',
  street: 'street address',
};

/** "Same name, birth date and email address." */
export function reasonsSentence(reasons: Pair['reasons']): string {
  const words = reasons.map((reason) => REASONS[reason]);
  const last = words.at(-1) ?? '';
  const rest = words.slice(0, -1).join(', ');
  return `Same ${rest === '' ? last : `${rest} and ${last}`}.`;
}
