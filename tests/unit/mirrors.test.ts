import { ACTIONS } from '@postern/core/audit';
import { OPERATOR_WORDS, operatorsOf } from '@postern/core/segments';
import { ATTRIBUTE_TYPES, type AttributeDefinition, CODE_SYSTEMS } from '@postern/core/values';
import { describe, expect, it } from 'vitest';
import { ACTION_GROUPS } from '../../packages/web/src/audit/actions.ts';
import * as pages from '../../packages/web/src/segments/operators.ts';

/** The pages talk to the server through the SDK alone, so they keep a few of core's tables anew. */
describe('what the pages repeat of core', () => {
  it('calls each operator by the same words', () => {
    expect(pages.OPERATOR_WORDS).toEqual(OPERATOR_WORDS);
  });

  it.each(
    ATTRIBUTE_TYPES.flatMap((type) =>
      [null, ...CODE_SYSTEMS].flatMap((system) =>
        [false, true].map((identity) => ({ type, system, identity })),
      ),
    ),
  )('offers the same operators for $type of $system, identity $identity', (formed) => {
    const definition: AttributeDefinition = {
      ...formed,
      id: '',
      key: 'plan',
      label: 'Plan',
      sensitivity: 'demographic',
      deletedAt: null,
    };
    expect(pages.operatorsOf(definition)).toEqual(operatorsOf(definition));
  });

  it('can filter the audit by each action that it records', () => {
    const offered = Object.values(ACTION_GROUPS).flatMap((group) => Object.keys(group));
    expect(offered.toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  });
});
