import type { Setting } from './settings.ts';

/** The environment says something that does not fit; the message is for the operator. */
export class BadSetting extends Error {
  readonly code = 'BAD_SETTING';
  constructor(setting: Setting, value: string, expected: string) {
    super(`${setting} is “${value}”; expected ${expected}.`);
  }
}
