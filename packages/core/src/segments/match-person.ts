import { addDays, type Day } from '../values/index.ts';
import { consentKey } from './consent-keys.ts';
import { never } from './match-condition.ts';
import type { Person } from './person.ts';
import type { PersonCondition } from './person-condition.ts';
import { sampler } from './sample.ts';

/** A condition on something else than an attribute, as a test of the person. */
export function personTest(condition: PersonCondition, today: Day): (person: Person) => boolean {
  switch (condition.op) {
    case 'authorizationEnds': {
      const until = addDays(today, condition.days);
      return ({ authorizationEnds }) =>
        authorizationEnds.some((day) => today <= day && day <= until);
    }
    case 'event': {
      const { kind, campaign, link, withinDays, beforeDays, atLeast = 1 } = condition;
      const counts = lately(withinDays, today);
      const until = beforeDays === undefined ? null : addDays(today, -beforeDays);
      return ({ events }) =>
        events.filter(
          (event) =>
            event.kind === kind &&
            (campaign === undefined || event.campaign === campaign) &&
            (link === undefined || event.link === link) &&
            (until === null || event.day < until) &&
            counts(event.day),
        ).length >= atLeast;
    }
    case 'recentlyMailed': {
      const { withinDays, stream } = condition;
      const counts = lately(withinDays, today);
      return ({ events }) =>
        events.some(
          (event) =>
            event.kind === 'sent' &&
            (stream === undefined || event.stream === stream) &&
            counts(event.day),
        );
    }
    case 'consent': {
      const key = consentKey(condition);
      return ({ consent }) => consent.has(key);
    }
    case 'sample': {
      const isIn = sampler(condition.percent, condition.seed);
      return ({ id }) => isIn(id);
    }
    case 'address':
      return ({ address }) => address === condition.is;
    case 'segment':
      // what is known was put in its place before
      return never;
  }
}

/** Days in their written form compare as days do. */
function lately(withinDays: number | undefined, today: Day): (day: Day) => boolean {
  if (withinDays === undefined) return () => true;
  const from = addDays(today, -withinDays);
  return (day) => from <= day && day <= today;
}
