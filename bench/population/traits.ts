import { dayNumber } from '../../packages/core/src/values/index.ts';
import type { NumberedDefinition } from '../../packages/server/src/contacts/index.ts';
import { type Chance, drawn, ranked } from './chance.ts';
import * as pools from './pools.ts';

export const TODAY = '2026-11-01';
const today = dayNumber(TODAY);

/** An attribute of the population, and how a value of it comes about. */
export interface Trait extends NumberedDefinition {
  /** What a text, a code or an entry of a list is drawn from; empty for the other types. */
  readonly pool: readonly string[];
  /** A place in the pool, days since 1970, a number, or 0 and 1 for no and yes; null: not known. */
  readonly draw: (chance: Chance) => number | null;
}

type Drawn = Pick<Trait, 'key' | 'type' | 'draw'> & Partial<Pick<Trait, 'pool' | 'system'>>;

const often =
  (percent: number, draw: (chance: Chance) => number) =>
  (chance: Chance): number | null =>
    chance(100) < percent ? draw(chance) : null;

function from(pool: readonly string[], exponent: number, percent = 100): Pick<Trait, 'draw'> {
  const ranks = ranked(pool.length, exponent);
  return { draw: often(percent, (chance) => drawn(chance, ranks)) };
}

const days = (from: number, span: number) => (chance: Chance) => today + from + chance(span);
const yes = (percent: number) => (chance: Chance) => (chance(100) < percent ? 1 : 0);

const DRAWN: readonly Drawn[] = [
  { key: 'birth_date', type: 'date', draw: often(99, days(-92 * 365, 92 * 365)) },
  { key: 'sex', type: 'text', pool: pools.SEXES, ...from(pools.SEXES, 1, 98) },
  { key: 'zip', type: 'code', system: 'zip', pool: pools.ZIPS, ...from(pools.ZIPS, 0.5, 97) },
  { key: 'state', type: 'code', system: 'us-state', pool: pools.STATES, ...from(pools.STATES, 1) },
  { key: 'plan', type: 'code', system: 'local', pool: pools.PLANS, ...from(pools.PLANS, 0.8, 92) },
  {
    key: 'language',
    type: 'code',
    system: 'bcp-47',
    pool: pools.LANGUAGES,
    ...from(pools.LANGUAGES, 1.6, 95),
  },
  {
    key: 'provider',
    type: 'code',
    system: 'local',
    pool: pools.PROVIDERS,
    ...from(pools.PROVIDERS, 0.4, 85),
  },
  { key: 'last_visit', type: 'date', draw: often(90, days(-1500, 1500)) },
  { key: 'next_visit', type: 'date', draw: often(35, days(0, 365)) },
  { key: 'risk_score', type: 'number', draw: often(80, (chance) => chance(10_000) / 100) },
  { key: 'visits', type: 'number', draw: (chance) => Math.min(chance(40), chance(40)) },
  { key: 'balance', type: 'number', draw: often(60, (chance) => chance(200_000) / 100) },
  { key: 'smoker', type: 'boolean', draw: often(70, yes(13)) },
  { key: 'portal_active', type: 'boolean', draw: yes(55) },
  {
    key: 'conditions',
    type: 'list',
    system: 'icd-10-cm',
    pool: pools.CONDITIONS,
    ...from(pools.CONDITIONS, 1),
  },
  {
    key: 'prescriptions',
    type: 'list',
    system: 'rxnorm',
    pool: pools.PRESCRIPTIONS,
    ...from(pools.PRESCRIPTIONS, 0.9),
  },
  { key: 'interests', type: 'list', pool: pools.INTERESTS, ...from(pools.INTERESTS, 0.5) },
  { key: 'referral', type: 'text', pool: pools.REFERRALS, ...from(pools.REFERRALS, 0.9, 75) },
  {
    key: 'employer',
    type: 'text',
    pool: pools.EMPLOYERS,
    draw: often(65, (chance) => chance(pools.EMPLOYERS.length)),
  },
  { key: 'enrolled_on', type: 'date', draw: days(-10 * 365, 10 * 365) },
];

/** Twenty attributes beside identity, as a health system knows them. */
export const TRAITS: readonly Trait[] = DRAWN.map((drawn, at) => ({
  pool: [],
  system: null,
  ...drawn,
  id: `01900000-0000-7000-8000-${String(at + 1).padStart(12, '0')}`,
  number: at + 1,
  label: drawn.key,
  sensitivity: drawn.key === 'conditions' ? 'diagnosis' : 'demographic',
  identity: false,
  deletedAt: null,
}));
