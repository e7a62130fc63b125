import type { ExchangeFile, Kind } from './queries.ts';

export const KINDS: Readonly<Record<Kind, string>> = {
  consents: 'Consents',
  suppressions: 'Addresses',
};

export const STATES: Readonly<Record<ExchangeFile['state'], string>> = {
  checking: 'Being checked',
  checked: 'Waits for you',
  writing: 'Being written',
  done: 'Written',
  dropped: 'Given up',
};

export const PURPOSES = {
  to_another_system: 'Taking it along to another system',
  asked_by_regulator: 'A regulator asked for it',
  own_review: 'A review of our own',
  safe_copy: 'A copy for safety',
} as const;
export type Purpose = keyof typeof PURPOSES;

export const isPurpose = (text: string | null): text is Purpose =>
  text !== null && Object.hasOwn(PURPOSES, text);
