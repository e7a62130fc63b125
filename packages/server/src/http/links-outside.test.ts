import { expect, it } from 'vitest';
import { withLinksOutside } from './links-outside.ts';

const BASE = '<base target="_blank">';

it('every link leads to a window of its own', () => {
  expect(withLinksOutside('<html><head lang="en"><title>x</title></head>')).toBe(
    `<html><head lang="en">${BASE}<title>x</title></head>`,
  );
  expect(withLinksOutside('<!doctype html><a target="_self" href="#">x</a>')).toBe(
    `<!doctype html>${BASE}<a href="#">x</a>`,
  );
});

it('a head that is never closed is no head, and not looked for again and again', () => {
  // a search that begins anew at each of them does not end in time
  const heads = '<head '.repeat(200_000);
  expect(withLinksOutside(heads)).toBe(BASE + heads);
});
