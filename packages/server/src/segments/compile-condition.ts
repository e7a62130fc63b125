import { type Condition, daysAround } from '@postern/core/segments';
import { type Day, isDay } from '@postern/core/values';
import { type RawBuilder, sql } from 'kysely';
import type { NumberedDefinition } from '../contacts/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { joined, type Test } from './test.ts';

/** What a condition is asked with. */
export interface ConditionContext {
  readonly keys: Pick<OrganizationKeys, 'valueToken'>;
  /** Today where the organization is. */
  readonly today: Day;
}

/** Whether the contact has a row `v` of the attribute for which `what` is true. */
type Has = (what: RawBuilder<unknown>) => Test;

/**
 * One condition: whether the contact has a row whose value fits. The column that is read follows the
 * definition's type, so that an operator or literal of another type is false, as in memory.
 */
export function compileCondition(
  condition: Condition,
  definition: NumberedDefinition,
  context: ConditionContext,
  has: Has,
): Test {
  const never: Test = sql`false`;
  switch (definition.type) {
    case 'number':
      return numberTest(condition, has) ?? never;
    case 'date':
      return dayTest(condition, context.today, has) ?? never;
    case 'boolean':
      if (condition.op === 'isSet') return has(sql`v.flag is not null`);
      if (condition.op !== 'equals' || typeof condition.value !== 'boolean') return never;
      return has(sql`v.flag = ${condition.value}`);
    case 'text':
    case 'code':
    case 'list': {
      const token = (value: string) => context.keys.valueToken(definition, value);
      return tokenTest(condition, token, has) ?? never;
    }
  }
}

function numberTest(condition: Condition, has: Has): Test | null {
  switch (condition.op) {
    case 'isSet':
      return has(sql`v.number is not null`);
    case 'equals':
      if (typeof condition.value !== 'number') return null;
      return has(sql`v.number = ${condition.value}::float8`);
    case 'range': {
      const { min = -Infinity, max = Infinity } = condition;
      return has(sql`v.number between ${min}::float8 and ${max}::float8`);
    }
    default:
      return null;
  }
}

function dayTest(condition: Condition, today: Day, has: Has): Test | null {
  switch (condition.op) {
    case 'isSet':
      return has(sql`v.day is not null`);
    case 'equals':
      if (typeof condition.value !== 'string' || !isDay(condition.value)) return null;
      return has(sql`v.day = ${condition.value}::date`);
    case 'before':
      return has(sql`v.day < ${condition.day}::date`);
    case 'after':
      return has(sql`v.day > ${condition.day}::date`);
    case 'withinDays': {
      const [from, to] = daysAround(today, condition);
      return has(sql`v.day between ${from}::date and ${to}::date`);
    }
    default:
      return null;
  }
}

function tokenTest(condition: Condition, token: (value: string) => Buffer, has: Has): Test | null {
  const own = (tokens: readonly Buffer[]) =>
    tokens.length === 1
      ? has(sql`v.token = ${tokens[0]} and not v.ancestor`)
      : has(sql`v.token = any(${sql.val(tokens)}::bytea[]) and not v.ancestor`);
  const known = has(sql`v.token is not null and not v.ancestor`);
  switch (condition.op) {
    case 'isSet':
      return known;
    case 'equals':
      return typeof condition.value === 'string' ? own([token(condition.value)]) : null;
    case 'underCode':
      // the code's own row, or one that a code below it left as its ancestor
      return has(sql`v.token = ${token(condition.code)}`);
    case 'oneOf':
    case 'anyOf':
      return own(condition.values.map(token));
    case 'allOf':
      return joined(
        [known, ...condition.values.map((value) => own([token(value)]))],
        sql` and `,
        known,
      );
    case 'noneOf':
      return sql`(${known} and not ${own(condition.values.map(token))})`;
    default:
      return null;
  }
}
