import type { Classified } from '../values/index.ts';
import type { SegmentTree } from './tree.ts';

export interface KnownSegment {
  /** As the one who asks may see it: its label where its name would tell too much. */
  readonly name: string;
  readonly tree: SegmentTree;
}

export interface KnownCampaign {
  readonly name: string;
  /** What its audience and its message reveal: to have had it, or opened it, reveals as much. */
  readonly class: Classified | null;
}

/** What trees name beside attributes, by id; deleted ones are not in it. */
export interface Known {
  readonly segments: ReadonlyMap<string, KnownSegment>;
  readonly campaigns: ReadonlyMap<string, KnownCampaign>;
  /** Names of topics. */
  readonly topics: ReadonlyMap<string, string>;
}

export const NOTHING_KNOWN: Known = {
  segments: new Map(),
  campaigns: new Map(),
  topics: new Map(),
};
