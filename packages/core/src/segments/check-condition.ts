import type { AttributeDefinition } from '../values/index.ts';
import { checkOperands } from './check-operands.ts';
import { PERSON_OPERATORS } from './check-person.ts';
import type { Fields, Report } from './fields.ts';
import { OPERATOR_WORDS, type Operator, operatorsOf } from './operators.ts';
import { spokenDay } from './spoken.ts';
import type { Condition } from './tree.ts';

const TYPE_WORDS: Readonly<Record<AttributeDefinition['type'], string>> = {
  text: 'a text',
  code: 'a code',
  number: 'a number',
  date: 'a date',
  boolean: 'yes or no',
  list: 'a list',
};

/** The condition, or null when `report` has heard what is wrong with it. */
export function checkCondition(
  node: Fields,
  pointer: string,
  byKey: ReadonlyMap<string, AttributeDefinition>,
  report: Report,
): Condition | null {
  const { op } = node;
  if (typeof op !== 'string' || !Object.hasOwn(OPERATOR_WORDS, op)) {
    const known = ['and', 'or', 'not', ...Object.keys(OPERATOR_WORDS), ...PERSON_OPERATORS].join(
      ', ',
    );
    return report(`${pointer}/op`, `Expected one of ${known}.`);
  }
  const definition = usable(node.attribute, `${pointer}/attribute`, byKey, report);
  if (definition === null) return null;
  const operators = operatorsOf(definition);
  if (!operators.includes(op as Operator)) {
    const word = OPERATOR_WORDS[op as Operator];
    const fitting = operators.map((one) => OPERATOR_WORDS[one]).join('; ');
    const what = `“${definition.label}” is ${TYPE_WORDS[definition.type]}`;
    return report(`${pointer}/op`, `${what}, which “${word}” does not fit. What fits: ${fitting}.`);
  }
  return checkOperands(op as Operator, definition, node, pointer, report);
}

function usable(
  key: unknown,
  pointer: string,
  byKey: ReadonlyMap<string, AttributeDefinition>,
  report: Report,
): AttributeDefinition | null {
  if (typeof key !== 'string') return report(pointer, 'Expected the key of an attribute.');
  const definition = byKey.get(key);
  if (!definition) return report(pointer, `There is no attribute “${key.slice(0, 64)}”.`);
  const { label, deletedAt } = definition;
  if (deletedAt !== null) {
    const day = spokenDay(deletedAt.slice(0, 10));
    return report(
      pointer,
      `This segment uses the attribute “${label}”, which was deleted on ${day}.`,
    );
  }
  if (definition.identity) {
    return report(
      pointer,
      `“${label}” says who somebody is, so it is sealed: it can be shown, but no segment can search in it.`,
    );
  }
  return definition;
}
