import type { Attributes, AttributeValue } from '../../packages/core/src/values/index.ts';
import { type Chance, chanceOf } from './chance.ts';
import { TRAITS, type Trait } from './traits.ts';

/** What `draw` of a trait gives; a list has the places of its entries, each once. */
export type Drawn = number | readonly number[] | null;

/** One of the population: `values` in the order of TRAITS. */
export interface Person {
  readonly id: string;
  readonly values: readonly Drawn[];
}

const LIST_ENTRIES = 5;
const BORN = Date.UTC(2025, 0, 1);

/** The people from `first` on, one after the other; the same for the same seed. */
export function* people(count: number, seed = 1, first = 0): Generator<Person> {
  for (let place = first; place < first + count; place += 1) yield personAt(place, seed);
}

/** Their lists have five entries together. */
export function personAt(place: number, seed = 1): Person {
  const chance = chanceOf(seed, place);
  const conditions = chance(4);
  const prescriptions = chance(3);
  const lengths: Readonly<Record<string, number>> = {
    conditions,
    prescriptions,
    interests: LIST_ENTRIES - conditions - prescriptions,
  };
  const values = TRAITS.map((trait) =>
    trait.type === 'list' ? entries(trait, lengths[trait.key] ?? 0, chance) : trait.draw(chance),
  );
  return { id: idOf(place, chance), values };
}

function entries(trait: Trait, count: number, chance: Chance): readonly number[] | null {
  if (count === 0) return null;
  const found: number[] = [];
  while (found.length < count) {
    let entry = trait.draw(chance) ?? 0;
    while (found.includes(entry)) entry = (entry + 1) % trait.pool.length;
    found.push(entry);
  }
  return found;
}

/** A UUIDv7 (RFC 9562 section 5.7): people made one after the other, a millisecond each. */
function idOf(place: number, chance: Chance): string {
  const time = (BORN + place).toString(16).padStart(12, '0');
  const low = (0x8000_0000 + chance(0x4000_0000)).toString(16);
  const end = (0x1000_0000 + chance(0x7fff_ffff)).toString(16).padStart(8, '0');
  const third = (0x7000 + chance(0x1000)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${third}-${low.slice(0, 4)}-${low.slice(4)}${end}`;
}

/** The value as the product knows it. */
export function valueOf(trait: Trait, drawn: Exclude<Drawn, null>): AttributeValue {
  if (typeof drawn !== 'number') return drawn.map((place) => trait.pool[place] ?? '');
  switch (trait.type) {
    case 'number':
      return drawn;
    case 'boolean':
      return drawn === 1;
    case 'date':
      return dayText(drawn);
    default:
      return trait.pool[drawn] ?? '';
  }
}

/** What is known of them, by key. */
export function attributesOf({ values }: Person): Attributes {
  const known: Record<string, AttributeValue> = {};
  for (const [at, trait] of TRAITS.entries()) {
    const drawn = values[at] ?? null;
    if (drawn !== null) known[trait.key] = valueOf(trait, drawn);
  }
  return known;
}

const texts = new Map<number, string>();

/** 'YYYY-MM-DD' of a numbered day. */
export function dayText(day: number): string {
  const known = texts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
  texts.set(day, text);
  return text;
}
