import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCases } from './cases.ts';
import { decide, type Message, Permit } from './decide.ts';
import { judge } from './judge.ts';

const text = readFileSync(new URL('../../../../tests/gate/cases.json', import.meta.url), 'utf8');
const questions = readCases(JSON.parse(text)).map(({ question }) => question);
const allowed = questions[0];
const refused = questions[5];
if (allowed === undefined || refused === undefined) throw new Error('the suite has G01 and G06');

const message: Message = {
  contactId: '0197-contact',
  address: 'kim@example.org',
  attributes: { given_name: 'Kim', languages: ['en', 'ko'] },
};

const permitFor = (given: Message): Permit => {
  const answer = decide({ ...allowed, message: given }, 'law');
  if (!answer.permitted) throw new Error(answer.reason);
  return answer;
};

describe('a permit', () => {
  test('carries whom, what may be shown, and why', () => {
    expect(permitFor(message)).toMatchObject({
      ...message,
      permitted: true,
      verdict: 'permit',
      authorization: null,
      documentId: null,
      rule: 20,
      basis: 'care_exception',
      obligations: ['encrypt', 'canspam'],
    });
  });

  test('is frozen, and apart from what it was made of', () => {
    const languages = ['en'];
    const attributes: Record<string, string | string[]> = { given_name: 'Kim', languages };
    const permit = permitFor({ ...message, attributes });
    attributes['given_name'] = 'Lee';
    attributes['condition'] = 'E11.9';
    languages.push('ko');
    expect(permit.attributes).toEqual({ given_name: 'Kim', languages: ['en'] });
    const inside = [
      permit,
      permit.attributes,
      permit.attributes['languages'],
      permit.citations,
      permit.obligations,
    ];
    expect(inside.every((part) => Object.isFrozen(part))).toBe(true);
  });

  test('written down tells what was decided, neither address nor attributes', () => {
    const json = JSON.stringify(permitFor(message));
    expect(json).toContain('0197-contact');
    expect(json).toContain('care_exception');
    expect(json).not.toMatch(/Kim|kim|example|languages/);
  });
});

describe('a permit cannot be forged', () => {
  const Forged = Permit as unknown as new (...args: unknown[]) => Permit;
  const grounds = judge(allowed, 'law');

  test('by calling its constructor', () => {
    expect(() => new Forged(Symbol('mint'), grounds, message)).toThrow(TypeError);
    expect(() => new Forged(undefined, grounds, message)).toThrow('Only the gate makes permits.');
  });

  test('by calling the constructor of a real one', () => {
    const Again = permitFor(message).constructor as typeof Forged;
    expect(() => new Again(Symbol.for('mint'), grounds, message)).toThrow(TypeError);
  });

  test('in the eyes of the compiler either', () => {
    // @ts-expect-error: the constructor is private
    expect(() => new Permit(Symbol('mint'), grounds, message)).toThrow(TypeError);
    // @ts-expect-error: a likeness lacks what only a permit has
    const likeness: Permit = Object.assign({}, permitFor(message)) as Omit<Permit, never>;
    expect(Permit.is(likeness)).toBe(false);
  });

  test('by a class of its own', () => {
    class Mine extends Forged {}
    expect(() => new Mine(Symbol('mint'), grounds, message)).toThrow(TypeError);
  });

  test('by a likeness', () => {
    const real = permitFor(message);
    expect(Permit.is(real)).toBe(true);
    for (const likeness of [
      Object.assign({}, real),
      Object.create(Permit.prototype),
      Object.create(real),
      null,
    ]) {
      expect(Permit.is(likeness)).toBe(false);
    }
  });
});

test('a refusal is the judgement, and no permit', () => {
  const answer = decide({ ...refused, message }, 'law');
  expect(answer).toEqual(judge(refused, 'law'));
  expect(Permit.is(answer)).toBe(false);
});

test.each(['law', 'strict'] as const)('deciding agrees with judging: %s', (profile) => {
  for (const question of questions) {
    const judgement = judge(question, profile);
    expect(decide({ ...question, message }, profile)).toMatchObject(judgement);
  }
});

test('no time, no permit', () => {
  expect(() => decide({ ...allowed, now: 'soon', message }, 'law')).toThrow(RangeError);
});
