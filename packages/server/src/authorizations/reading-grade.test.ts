import { FORM_KINDS, startingForm } from '@postern/core/authorizations';
import { describe, expect, it, test } from 'vitest';
import { PLAIN_GRADE, readingGrade } from './reading-grade.ts';

const NAMES = {
  organization: 'Cedar Family Practice',
  address: '12 Main Street, Springfield, IL 62701',
};
const form = startingForm('marketing', NAMES);

describe('the reading grade', () => {
  test.each(FORM_KINDS)('of the text that a form of %s begins with is plain', (kind) => {
    expect(readingGrade(startingForm(kind, NAMES))).toBeLessThanOrEqual(PLAIN_GRADE);
  });

  it('tells a lawyer’s sentence from a plain one', () => {
    const purpose =
      'The aforementioned individually identifiable information may subsequently be utilized, notwithstanding contradictory stipulations elsewhere, for promotional communications concerning pharmaceutical alternatives administered by affiliated organizations.';
    const said = { ...form, introduction: '', information: '', receiver: '', purpose };
    expect(readingGrade(said)).toBeGreaterThan(PLAIN_GRADE);
  });

  it('is not measured in another language, nor of nothing', () => {
    expect(readingGrade({ ...form, language: 'es' })).toBeNull();
    expect(readingGrade({ ...form, language: 'en-US' })).not.toBeNull();
    const nothing = Object.fromEntries(Object.keys(form.statements).map((key) => [key, '']));
    const empty = { title: '', introduction: '', information: '', receiver: '', purpose: '' };
    const statements = { ...form.statements, ...nothing };
    expect(readingGrade({ ...form, ...empty, discloser: ' ', statements })).toBeNull();
  });
});
