import type { Part, State } from '../parts/VerdictBar.tsx';

const PARTS: readonly Part[] = ['may', 'needs', 'opted_out', 'unreachable'];
const STATES: readonly State[] = [
  'sent',
  'waiting',
  'refused',
  'suppressed',
  'failed',
  'uncertain',
];
const EVENTS = ['open', 'click', 'unsubscribe'] as const;
export type EventKind = (typeof EVENTS)[number];

/** What the evidence drawer shows, as it stands in the address. Nothing of a patient is in it. */
export interface Evidence {
  /** `review`: who would receive; `campaign`: who did, and did not. Absent: the drawer is shut. */
  show?: 'review' | 'campaign';
  part?: Part;
  state?: State;
  /** The stable code of a reason. */
  code?: string;
  event?: EventKind;
  link?: number;
}

const oneOf = <T extends string>(words: readonly T[], value: unknown): T | undefined =>
  words.find((word) => word === value);

/** The evidence that an address asks for; what does not fit is left out. */
export function evidenceOf(search: Record<string, unknown>): Evidence {
  const show = oneOf(['review', 'campaign'] as const, search['show']);
  if (!show) return {};
  const part = oneOf(PARTS, search['part']);
  const state = oneOf(STATES, search['state']);
  const event = oneOf(EVENTS, search['event']);
  const { code, link } = search;
  return {
    show,
    ...(part && { part }),
    ...(state && { state }),
    ...(typeof code === 'string' && { code }),
    ...(event && { event }),
    ...(typeof link === 'number' && { link }),
  };
}
