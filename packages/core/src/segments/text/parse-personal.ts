import { CHANNELS, STREAMS } from '../../consent/index.ts';
import { AUTHORIZATION_KINDS } from '../../gate/index.ts';
import { FINDINGS } from '../../hygiene/index.ts';
import { CONSENT_STATES, isScope } from '../check-person.ts';
import {
  EVENT_KINDS,
  type HadEvent,
  type InConsent,
  type PersonCondition,
} from '../person-condition.ts';
import { days } from './parse-condition.ts';
import type { Reader } from './reader.ts';

/** A condition on something else than an attribute; null when none begins here. */
export function parsePersonal(reader: Reader): PersonCondition | null {
  const { takes, expect } = reader;
  if (takes('authorization')) {
    expect('ends', 'within');
    return { op: 'authorizationEnds', days: days(reader) };
  }
  if (takes('segment')) return { op: 'segment', id: reader.text() };
  if (takes('sample')) {
    const percent = reader.number();
    expect('%', 'seed');
    return { op: 'sample', percent, seed: reader.text() };
  }
  if (takes('mailed')) {
    const word = reader.choose([...STREAMS, 'within']);
    if (word === 'within') return { op: 'recentlyMailed', withinDays: days(reader) };
    expect('within');
    return { op: 'recentlyMailed', withinDays: days(reader), stream: word };
  }
  if (takes('consent')) return parseState(reader);
  if (takes('address')) return { op: 'address', is: reader.choose(FINDINGS) };
  const kind = EVENT_KINDS.find((one) => takes(one));
  return kind ? parseEvent(reader, kind) : null;
}

function parseEvent(reader: Reader, kind: HadEvent['kind']): HadEvent {
  const { takes, expect, number } = reader;
  const whose = reader.choose(['any', 'campaign']);
  const campaign = whose === 'any' ? undefined : reader.text();
  const link = takes('link') ? number() : undefined;
  const withinDays = takes('within') ? days(reader) : undefined;
  const beforeDays = takes('before') ? days(reader) : undefined;
  let atLeast: number | undefined;
  if (takes('at')) {
    expect('least');
    atLeast = number();
    reader.choose(['times', 'time']);
  }
  return {
    op: 'event',
    kind,
    ...(campaign !== undefined && { campaign }),
    ...(link !== undefined && { link }),
    ...(withinDays !== undefined && { withinDays }),
    ...(beforeDays !== undefined && { beforeDays }),
    ...(atLeast !== undefined && { atLeast }),
  };
}

function parseState(reader: Reader): InConsent {
  const op = 'consent';
  const state = reader.choose(CONSENT_STATES);
  switch (state) {
    case 'opted_out':
    case 'opted_in': {
      const { kind, text } = reader.peek();
      if (kind !== 'text' || !isScope(text)) {
        return reader.fail(
          'a scope in quotes, such as "marketing" or "topic:" and the id of a topic',
        );
      }
      reader.read();
      return { op, state, scope: text };
    }
    case 'authorized':
      return { op, state, kind: reader.choose(AUTHORIZATION_KINDS) };
    case 'prefers':
      return { op, state, channel: reader.choose(CHANNELS) };
    default:
      return { op, state };
  }
}
