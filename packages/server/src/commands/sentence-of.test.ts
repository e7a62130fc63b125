import { expect, it } from 'vitest';
import { sentenceOf } from './sentence-of.ts';

const failing = (fields: object) => Object.assign(new Error('Ann Planted'), fields);

it.each([
  [failing({ severity: 'ERROR', code: '22P02' }), /^The database refused \(code 22P02\)\.$/],
  [failing({ severity: 'ERROR', code: '53100' }), /^The disk of \/data is full/],
  [failing({ code: 'ENOSPC', syscall: 'write' }), /that of \/data, or of the file/],
  [failing({ code: 'EEXIST', syscall: 'mkdir', path: '/keys' }), /^\/keys: a file stands/],
])('tells of an error what it may, and no value', (error, said) => {
  expect(sentenceOf(error, '/data')).toMatch(said);
  expect(sentenceOf(error, '/data')).not.toContain('Planted');
});
