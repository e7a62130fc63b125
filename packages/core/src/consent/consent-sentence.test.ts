import { describe, expect, it } from 'vitest';
import { authorization } from '../../../../tests/support/authorization.ts';
import type { AuthorizationDocument } from '../gate/index.ts';
import { consentSentence } from './consent-sentence.ts';

const DOCUMENT: AuthorizationDocument = authorization({
  kinds: ['marketing_remunerated', 'sale_of_phi'],
  informationScope: 'service',
  expiry: { kind: 'date', on: '2030-12-31' },
  signedOn: '2026-01-05',
  copyGiven: false,
});

describe('a signed authorization in a history', () => {
  it('says what it is for', () => {
    expect(consentSentence({ kind: 'authorization_signed', document: DOCUMENT })).toBe(
      'Authorization put on file: marketing that is paid for, the sale of health information',
    );
  });

  it('reads otherwise from when its signer has the copy', () => {
    const document = { ...DOCUMENT, copyGiven: true };
    expect(consentSentence({ kind: 'authorization_signed', document })).toBe(
      'Authorization put on file: marketing that is paid for, the sale of health information; its copy was given',
    );
  });
});

describe('a language in a history', () => {
  it.each([
    ['es', 'Spanish'],
    ['ht', 'Haitian Creole'],
    ['xq', 'xq'],
  ])('%s has its name where it is known', (language, name) => {
    expect(consentSentence({ kind: 'language_chosen', language })).toBe(
      `Would rather read ${name}`,
    );
  });
});
