import type { SegmentTree } from '@postern/sdk';

/** What a condition asks of the person beside their attributes. */
export type PersonTree = Extract<
  SegmentTree,
  {
    op:
      | 'event'
      | 'consent'
      | 'segment'
      | 'sample'
      | 'recentlyMailed'
      | 'authorizationEnds'
      | 'address';
  }
>;
type OfOp<Op extends PersonTree['op']> = Extract<PersonTree, { op: Op }>;
export type Finding = OfOp<'address'>['is'];
export type PersonOp = PersonTree['op'];
export type EventKind = OfOp<'event'>['kind'];
export type Stream = NonNullable<OfOp<'recentlyMailed'>['stream']>;
export type ConsentState = OfOp<'consent'>['state'];
type Allowed = Extract<PersonTree, { op: 'consent'; kind: string }>;
type Preferring = Extract<PersonTree, { channel: string }>;
export type AllowedKind = Allowed['kind'];
export type Channel = Preferring['channel'];

/** All that such a condition can say; which of them counts, `op` and `state` tell. */
export interface PersonOperands {
  readonly op: PersonOp;
  readonly event: EventKind;
  readonly campaign: string | null;
  readonly link: number | null;
  readonly times: number | null;
  /** Null: however long ago, where that may be said. */
  readonly days: number | null;
  /** How many days ago it was longer than; null: no matter. */
  readonly before: number | null;
  readonly stream: Stream | null;
  readonly state: ConsentState;
  readonly scope: string;
  readonly allowed: AllowedKind;
  readonly channel: Channel;
  readonly segment: string | null;
  readonly percent: number | null;
  readonly seed: string;
  readonly finding: Finding;
}

export const ANYBODY: PersonOperands = {
  op: 'event',
  event: 'opened',
  campaign: null,
  link: null,
  times: null,
  days: 90,
  before: null,
  stream: null,
  state: 'opted_in',
  scope: 'marketing',
  allowed: 'marketing',
  channel: 'email',
  segment: null,
  percent: 10,
  seed: 'first',
  finding: 'impossible',
};

export function operandsOfPerson(tree: PersonTree): PersonOperands {
  const { op } = tree;
  const put = (some: Partial<PersonOperands>): PersonOperands => ({ ...ANYBODY, op, ...some });
  switch (tree.op) {
    case 'event':
      return put({
        event: tree.kind,
        campaign: tree.campaign ?? null,
        link: tree.link ?? null,
        times: tree.atLeast ?? null,
        days: tree.withinDays ?? null,
        before: tree.beforeDays ?? null,
      });
    case 'recentlyMailed':
      return put({ days: tree.withinDays, stream: tree.stream ?? null });
    case 'authorizationEnds':
      return put({ days: tree.days });
    case 'address':
      return put({ finding: tree.is });
    case 'segment':
      return put({ segment: tree.id });
    case 'sample':
      return put({ percent: tree.percent, seed: tree.seed });
    case 'consent':
      return put({
        state: tree.state,
        ...('scope' in tree && { scope: tree.scope }),
        ...('kind' in tree && { allowed: tree.kind }),
        ...('channel' in tree && { channel: tree.channel }),
      });
  }
}

/** The condition that it says; null while it lacks something. */
export function personTreeOf(said: PersonOperands): PersonTree | null {
  const { op, days, segment, percent, seed, stream } = said;
  switch (op) {
    case 'event':
      return eventOf(said);
    case 'recentlyMailed':
      return days === null ? null : { op, withinDays: days, ...(stream && { stream }) };
    case 'authorizationEnds':
      return days === null ? null : { op, days };
    case 'address':
      return { op, is: said.finding };
    case 'segment':
      return segment === null ? null : { op, id: segment };
    case 'sample':
      return percent === null || seed === '' ? null : { op, percent, seed };
    case 'consent':
      return consentOf(said);
  }
}

function eventOf({ event, campaign, link, times, days, before }: PersonOperands): PersonTree {
  return {
    op: 'event',
    kind: event,
    ...(campaign !== null && { campaign }),
    ...(campaign !== null && event === 'clicked' && link !== null && { link }),
    ...(days !== null && { withinDays: days }),
    ...(before !== null && { beforeDays: before }),
    ...(times !== null && times > 1 && { atLeast: times }),
  };
}

function consentOf({ state, scope, allowed, channel }: PersonOperands): PersonTree {
  switch (state) {
    case 'opted_in':
    case 'opted_out':
      return { op: 'consent', state, scope };
    case 'authorized':
      return { op: 'consent', state, kind: allowed };
    case 'prefers':
      return { op: 'consent', state, channel };
    default:
      return { op: 'consent', state };
  }
}
