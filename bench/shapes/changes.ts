import { chanceOf } from '../population/chance.ts';
import { personAt } from '../population/people.ts';
import { TRAITS } from '../population/traits.ts';
import type { Change } from './shape.ts';

/** What changes with a visit, a bill or a new prescription. */
const LIVELY = [
  'last_visit',
  'next_visit',
  'risk_score',
  'visits',
  'balance',
  'portal_active',
  'conditions',
  'prescriptions',
].map((key) => TRAITS.findIndex((trait) => trait.key === key));
const EACH = 3;

/** People spread over the whole population, each with three attributes that are now another's. */
export function changesOf(count: number, of: number, seed: number): readonly Change[] {
  const step = Math.floor(of / count);
  return Array.from({ length: count }, (_, at) => {
    const chance = chanceOf(seed, at);
    const person = personAt(at * step + chance(step));
    const other = personAt(at, seed + 1);
    const first = chance(LIVELY.length);
    const apart = 1 + 2 * chance(3);
    const changed = Array.from(
      { length: EACH },
      (_, one) => LIVELY[(first + one * apart) % LIVELY.length] ?? 0,
    );
    const values = person.values.map((value, place) =>
      changed.includes(place) ? (other.values[place] ?? null) : value,
    );
    return { person: { ...person, values }, changed };
  });
}
