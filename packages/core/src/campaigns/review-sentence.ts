import type { ReasonCode } from './part-of.ts';
import type { ReviewFigures } from './review-figures.ts';

/** What a group is said to do, for one and for several. */
type Clause = readonly [one: string, several: string];

const NEEDS_AUTHORIZATION: Clause = ['needs an authorization', 'need an authorization'];
const NEEDS_A_LOOK: Clause = ['needs somebody to look at it', 'need somebody to look at them'];
const NEEDS_THE_SENDER: Clause = [
  'waits for something that you must mend first',
  'wait for something that you must mend first',
];
const OPTED_OUT: Clause = ['opted out', 'opted out'];
const RESTRICTED: Clause = [
  'asked not to be written to in this way',
  'asked not to be written to in this way',
];
const NO_ADDRESS: Clause = ['has no address', 'have no address'];
const DEAD_ADDRESS: Clause = [
  'has an address that is written to no more',
  'have an address that is written to no more',
];
const ENOUGH: Clause = ['has had enough messages lately', 'have had enough messages lately'];
const MISSING_VALUE: Clause = [
  'lacks a value that the message shows',
  'lack a value that the message shows',
];
const OTHER_ADDRESS: Clause = [
  'asked for another address that is not on file',
  'asked for another address that is not on file',
];
const DECEASED: Clause = ['has died', 'have died'];

const ORDER = [
  NEEDS_AUTHORIZATION,
  NEEDS_A_LOOK,
  NEEDS_THE_SENDER,
  OPTED_OUT,
  RESTRICTED,
  ENOUGH,
  MISSING_VALUE,
  NO_ADDRESS,
  DEAD_ADDRESS,
  OTHER_ADDRESS,
  DECEASED,
];

/**
 * "Of 812 in the segment, 430 may receive it (112 by authorization), 301 need an authorization, 64
 * opted out, 17 have no address." Nobody is said of what has nobody in it, except who may.
 */
export function reviewSentence({
  audience,
  byAuthorization,
  parts,
}: Omit<ReviewFigures, 'sentence'>): string {
  if (audience === 0) return 'Nobody is in the segment.';
  const may = parts.find(({ part }) => part === 'may')?.count ?? 0;
  const counts = new Map<Clause, number>();
  for (const { part, reasons } of parts) {
    if (part === 'may') continue;
    for (const { code, count } of reasons) {
      const clause = clauseOf(code);
      counts.set(clause, (counts.get(clause) ?? 0) + count);
    }
  }
  const others = ORDER.flatMap((clause) => {
    const count = counts.get(clause) ?? 0;
    return count === 0 ? [] : [`${number(count)} ${count === 1 ? clause[0] : clause[1]}`];
  });
  const who = may === 0 ? 'nobody' : number(may);
  const relying = byAuthorization === 0 ? '' : ` (${number(byAuthorization)} by authorization)`;
  const clauses = [`${who} may receive it${relying}`, ...others];
  return `Of ${number(audience)} in the segment, ${clauses.join(', ')}.`;
}

function clauseOf(code: ReasonCode): Clause {
  switch (code) {
    case 'opted_out_all':
    case 'opted_out_marketing':
    case 'opted_out_fundraising':
    case 'left_stream':
    case 'left_topic':
      return OPTED_OUT;
    case 'restriction':
    case 'no_email':
    case 'other_channel':
      return RESTRICTED;
    case 'frequency_cap':
      return ENOUGH;
    case 'missing_value':
      return MISSING_VALUE;
    case 'no_address':
      return NO_ADDRESS;
    case 'address_suppressed':
      return DEAD_ADDRESS;
    case 'no_other_address':
      return OTHER_ADDRESS;
    case 'deceased':
      return DECEASED;
    case 'minor_consents':
      return NEEDS_A_LOOK;
    default:
      return code.startsWith('needs_') ? NEEDS_AUTHORIZATION : NEEDS_THE_SENDER;
  }
}

/** 1,204: as it is written in the United States. */
function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
