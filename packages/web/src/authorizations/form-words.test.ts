import { expect, test } from 'vitest';
import { gradeWords } from './form-words.ts';

test.each([
  [null, 'not measured'],
  [6.25, 'most people'],
  [8, 'Reading grade 8.0: most people'],
  [8.1, 'harder than grade 8'],
])('a reading grade of %s is said as: %s', (grade, words) => {
  expect(gradeWords(grade)).toContain(words);
});
