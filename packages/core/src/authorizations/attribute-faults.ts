import { REVEALING, type Revealing } from '../gate/index.ts';
import type { AttributeDefinition, Sensitivity } from '../values/index.ts';
import type { Fault } from './fault.ts';
import type { AuthorizationForm } from './form.ts';

/** What using an attribute of a class tells of a person, in the gate's words. */
const REVEALS: Readonly<Record<Sensitivity, Revealing>> = {
  identifier: 'contact',
  contact: 'contact',
  demographic: 'demographic',
  service: 'service',
  diagnosis: 'diagnosis',
  psychotherapy: 'diagnosis',
  part2: 'diagnosis',
};

/**
 * Whether the attributes that the form names are there, and reveal no more than the form says: what
 * is used must lie within what was described, 45 CFR 164.508(c)(1)(i).
 */
export function attributeFaults(
  { attributes, informationScope, expiry }: AuthorizationForm,
  definitions: readonly AttributeDefinition[],
): readonly Fault[] {
  const live = definitions.filter(({ deletedAt }) => deletedAt === null);
  const find = (key: string) => live.find((definition) => definition.key === key);
  const most = REVEALING.indexOf(informationScope);
  const within = attributes.flatMap((key): Fault[] => {
    const definition = find(key);
    const place = 'attributes';
    const citations = ['45 CFR 164.508(c)(1)(i)'];
    if (definition === undefined) {
      const sentence = `There is no attribute "${key}".`;
      return [{ code: 'attribute_unknown', place, sentence, citations }];
    }
    if (REVEALING.indexOf(REVEALS[definition.sensitivity]) <= most) return [];
    const sentence = `"${definition.label}" reveals more than the form says.`;
    return [{ code: 'attribute_beyond_scope', place, sentence, citations }];
  });
  const when = expiry?.kind === 'event' ? expiry.when : null;
  if (when === null || (find(when.attribute) && when.value.trim() !== '')) return within;
  const sentence = find(when.attribute)
    ? 'Say which value tells that the event has occurred.'
    : `The event is told by an attribute "${when.attribute}" that is not there.`;
  const citations = ['45 CFR 164.508(b)(2)(i)'];
  return [...within, { code: 'event_attribute_unknown', place: 'expiry', sentence, citations }];
}
