import { expect, test } from 'vitest';
import { documentOf, EMPTY, type SignedDraft, slipsOf } from './signed-draft.ts';

const READ: SignedDraft = {
  ...EMPTY,
  ...{ kinds: ['marketing'], purposes: 'all', scope: 'contact', signedOn: '2026-01-05' },
  ...{ ends: 'date', endsOn: '2099-12-31', combinedWith: 'nothing' },
};

test('a paper of which nothing was read says nothing, and is not kept', () => {
  expect(Object.keys(slipsOf(EMPTY)).toSorted()).toEqual(
    ['combinedWith', 'ends', 'kinds', 'purposes', 'scope', 'signedOn'].toSorted(),
  );
  expect(documentOf(EMPTY)).toBeNull();
});

test.each(['kinds', 'purposes', 'scope', 'signedOn', 'ends', 'combinedWith'] as const)(
  'a paper is not kept before somebody read off its %s',
  (field) => {
    expect(documentOf(READ)).not.toBeNull();
    expect(documentOf({ ...READ, [field]: EMPTY[field] })).toBeNull();
  },
);
