import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fontRuns } from './font-runs.ts';
import { strokesOf } from './signature.ts';

const whole = (text: string) =>
  fontRuns(text)
    .map((run) => run.text)
    .join('');

describe('a text that is set', () => {
  it.each([
    ['José Łukasz Nguyễn', 'José Łukasz Nguyễn'],
    ['Иван Ωμέγα', 'Иван Ωμέγα'],
    ['王 signs', '[U+738B] signs'],
    ['e\u0301', 'é'],
    ['🖊', '[U+1F58A]'],
  ])('%s stands as %s', (text, set) => {
    expect(whole(text)).toBe(set);
  });

  it('loses no sign, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const back = whole(text).replaceAll(/\[U\+([0-9A-F]{4,6})\]/g, (_, point) =>
          String.fromCodePoint(Number.parseInt(point, 16)),
        );
        fc.pre(!text.includes('[U+'));
        expect(back).toBe(text.normalize('NFC'));
      }),
    );
  });
});

describe('a drawn signature', () => {
  it('is read as strokes of points within its field', () => {
    expect(strokesOf('0,0 600,200;3,4')).toEqual([
      [
        [0, 0],
        [600, 200],
      ],
      [[3, 4]],
    ]);
  });

  it.each([
    '601,0',
    '0,201',
    '1',
    '1,2,3',
    '1,2;',
    'a,b',
    '1,2 <script>',
    '-1,2',
    '1,2 '.repeat(20_000),
  ])('is none when it cannot be that: %.20s', (drawn) => {
    expect(strokesOf(drawn)).toBeNull();
  });
});
