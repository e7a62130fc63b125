import { type AttributeValue, addDays, type Day } from '@postern/core/values';
import { type Chance, chance } from './chance.ts';
import { consentsOf } from './demo-consents.ts';
import type { DemoPatient } from './demo-patient.ts';
import { ILLNESSES } from './illnesses.ts';
import { NAME_GROUPS } from './names.ts';
import { PLACES, PLANS, STREETS } from './places.ts';

/**
 * Synthetic patients of *Riverside Family Health*: the same for the same arguments, always. Dates
 * lie before `today`; record numbers count on from `firstNumber`; mail goes to example.org, which is
 * nobody's (RFC 2606), phone numbers are of the range kept for fiction.
 */
export function demoPatients(
  seed: string,
  count: number,
  today: Day,
  firstNumber = 100_001,
): readonly DemoPatient[] {
  const luck = chance(seed);
  const addresses = new Set<string>();
  return Array.from({ length: count }, (_, index) =>
    demoPatient(luck, firstNumber + index, today, addresses),
  );
}

function demoPatient(
  luck: Chance,
  number: number,
  today: Day,
  addresses: Set<string>,
): DemoPatient {
  const group = luck.weighted(NAME_GROUPS.map((one) => [one, one.weight] as const));
  const given = luck.pick(group.given);
  const other = luck.happens(0.08) ? luck.pick(NAME_GROUPS) : group;
  const family = luck.pick(other.family);
  const age = luck.between(18, 92);
  const birth = addDays(today, -Math.floor(age * 365.25) - luck.between(0, 364));
  const place = luck.weighted(PLACES);
  const plan =
    age >= 66 && luck.happens(0.6) ? 'Evergreen Medicare Advantage' : luck.weighted(PLANS);
  const share = Math.min(1, Math.max(0, (age - 30) / 45));
  const ill = ILLNESSES.filter((one) => luck.happens(one.young + (one.old - one.young) * share));
  const drugs = new Set<string>();
  for (const one of ill)
    if (luck.happens(0.8)) for (const drug of some(luck, one.drugs)) drugs.add(drug);
  const lastVisit = addDays(today, -Math.floor(1 + luck.next() ** 2 * 1_100));
  const spoken = group.language !== null && luck.happens(group.language[1]);

  const attributes: Record<string, AttributeValue> = {
    record_number: `RFH-${number}`,
    given_name: given,
    family_name: family,
    birth_date: birth,
    street: `${luck.between(10, 9_899)} ${luck.pick(['NE', 'NW', 'SE', 'SW', 'N'])} ${luck.pick(STREETS)} St`,
    city: place.city,
    state: place.state,
    zip: luck.pick(place.zips),
    phone: `(${place.areaCode}) 555-01${String(luck.between(0, 99)).padStart(2, '0')}`,
    plan,
    language: spoken && group.language !== null ? group.language[0] : 'en',
  };
  if (luck.happens(0.98)) attributes.email = address(luck, given, family, birth, addresses);
  if (plan !== 'Self-pay') attributes.plan_number = `M${luck.between(10_000_000, 99_999_999)}`;
  if (ill.length > 0) attributes.conditions = ill.map((one) => one.code);
  if (drugs.size > 0) attributes.drugs = [...drugs];
  if (luck.happens(0.95)) {
    attributes.last_visit = lastVisit;
    attributes.department = (luck.happens(0.6) ? ill[0]?.department : null) ?? 'Family medicine';
  }
  return { attributes, consents: consentsOf(luck, place.state, today) };
}

function some<T>(luck: Chance, all: readonly T[]): T[] {
  return all.length === 0 ? [] : [luck.pick(all)];
}

const FOLDED: Record<string, string> = { đ: 'd', ł: 'l', ø: 'o' };

function address(
  luck: Chance,
  given: string,
  family: string,
  birth: Day,
  taken: Set<string>,
): string {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[đłø]/g, (letter) => FOLDED[letter] ?? letter)
      .replace(/[^a-z]/g, '');
  const forms = [
    `${plain(given)}.${plain(family)}`,
    `${plain(given).slice(0, 1)}${plain(family)}${birth.slice(2, 4)}`,
    `${plain(given)}${plain(family)}`,
  ];
  const form = luck.pick(forms);
  let made = `${form}@example.org`;
  while (taken.has(made)) made = `${form}${luck.between(2, 9_999)}@example.org`;
  taken.add(made);
  return made;
}
