import type { LeftStream } from '../consent/index.ts';
import type { Finding } from '../hygiene/index.ts';
import type { AttributeDefinition, Attributes, Day } from '../values/index.ts';
import type { EventKind } from './person-condition.ts';
import type { SegmentTree } from './tree.ts';

/** All that a segment can ask about one contact. */
export interface Person {
  /** A UUID in lower case. */
  readonly id: string;
  readonly attributes: Attributes;
  /** The dates on which their authorizations end (`authorizationEnds` of consent). */
  readonly authorizationEnds: readonly Day[];
  readonly events: readonly PersonEvent[];
  /** Their states of consent (`consentKeys`). */
  readonly consent: ReadonlySet<string>;
  /** What is wrong with their address, as far as it was looked at. */
  readonly address?: Finding;
}

export interface PersonEvent {
  readonly kind: EventKind;
  /** The day where the organization is. */
  readonly day: Day;
  readonly campaign: string;
  readonly stream: LeftStream;
  readonly link: number | null;
}

/** What a tree is evaluated with. */
export interface Setting {
  /** Today where the organization is. */
  readonly today: Day;
  readonly definitions: readonly AttributeDefinition[];
  /** The organization's segments by id, for trees that name others. */
  readonly segments: ReadonlyMap<string, { readonly tree: SegmentTree }>;
}
