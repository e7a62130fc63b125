import { expect, test } from 'vitest';
import { FIELD_WORDS, placeOf } from './field-words.ts';

test.each([
  ['/content/receiver', 'Who may receive it'],
  ['/content/statements/remuneration', 'That somebody pays, and who'],
  ['/content/testimonial/removal', 'How they have it removed'],
])('a fault at %s is one of the field “%s”', (pointer, name) => {
  const place = placeOf(pointer);
  expect(place && FIELD_WORDS[place]).toBe(name);
});

test.each(['/content', '/content/nothing', '/content/toString'])('%s is no field', (pointer) => {
  expect(placeOf(pointer)).toBeNull();
});
