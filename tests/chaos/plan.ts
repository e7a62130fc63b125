import { chance } from '../support/sink/faults.ts';

export type Trouble =
  /** `kill -9` of one sender or of all, at a random moment or as the sink has taken a message. */
  | 'kill one'
  | 'kill all'
  | 'kill one at the taking'
  | 'kill all at the taking'
  /** A sender is killed, and the one that follows it finds its clock set back after a while. */
  | 'kill one and set the clock back'
  /** SIGSTOP past the lease, then SIGCONT: by then the batch has another owner. */
  | 'stop one past its lease'
  | 'kill PostgreSQL'
  | 'fill the disk of PostgreSQL'
  | 'fill the disks of the journals'
  | 'pause and resume'
  | 'cancel a campaign'
  /** While its batches are on their way: nobody gives back what was taken. */
  | 'cancel a campaign and kill all';

export interface Step {
  /** When so many are in the ledger, as a share of all. */
  readonly at: number;
  readonly trouble: Trouble;
  /** From 0 to 1: its share of what is left to chance. */
  readonly luck: number;
}

const KILLS: readonly Trouble[] = [
  'kill one at the taking',
  'kill all',
  'kill one',
  'kill all at the taking',
  'kill one and set the clock back',
];

export const isKill = (trouble: Trouble): boolean =>
  KILLS.includes(trouble) || trouble === 'cancel a campaign and kill all';

/** So many kills and all the rest, evenly over the run and in an order that follows from the seed. */
export function planOf(seed: number, kills: number, rest: readonly Trouble[]): Step[] {
  const troubles = [
    ...Array.from({ length: kills }, (_, at) => KILLS[at % KILLS.length] ?? 'kill one'),
    ...rest,
  ];
  const drawn = troubles.map((trouble, at) => ({
    trouble,
    rank: chance(`${seed}:rank:${at}`),
    luck: chance(`${seed}:luck:${at}`),
  }));
  return drawn
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ trouble, luck }, at) => ({
      at: (at + 0.2 + 0.6 * luck) / (drawn.length + 1),
      trouble,
      luck,
    }));
}
