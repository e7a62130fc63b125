import { expect, test } from 'vitest';
import { paraphrase, SAYS } from './citations.ts';

test('every place is reached by its own citation: none hides behind a shorter one above it', () => {
  for (const [place, sentence] of SAYS) expect(paraphrase(place)).toBe(sentence);
});

test('a paragraph is spoken for by the place that holds it', () => {
  expect(paraphrase('45 CFR 164.508(a)(3)(i)(A)')).toBe(paraphrase('45 CFR 164.508(a)(3)(i)'));
  expect(paraphrase('42 CFR 2.31(b)')).toBe(paraphrase('42 CFR 2.31'));
});

test('what we have no words for is not made up', () => {
  expect(paraphrase('21 CFR 11')).toBeNull();
});
