import type { Batch, CampaignRef } from './batches.ts';
import type { JournalEntry, JournalHead } from './journal.ts';
import { UNSAID } from './settle-sends.ts';

/** What a journal tells of one batch, under one claim. */
export interface BatchStory {
  readonly campaign: CampaignRef;
  readonly batch: Batch;
  /** How it ended, as far as known: by contact, the newest word. */
  readonly results: ReadonlyMap<string, JournalEntry>;
  /** Whose end of data may have left, without a reply. */
  readonly doubts: ReadonlyMap<string, JournalEntry>;
}

export interface JournalStory {
  readonly head: JournalHead;
  readonly batches: readonly BatchStory[];
}

/**
 * Reads the files of one owner, oldest first, each as text. A line that is broken off (the process
 * was killed, or the disk was full, in the middle of it) was never acted upon and is passed over.
 * Null when no file begins with a head.
 */
export function readJournal(files: readonly string[]): JournalStory | null {
  let head: JournalHead | null = null;
  const stories = new Map<string, MutableStory>();
  for (const file of files) {
    const keys = new Map<string, MutableStory>();
    for (const line of file.split('\n')) {
      const found = /^([hbir])(\d*) (\{.*\})$/.exec(line);
      const value = found?.[3] === undefined ? null : parsed(found[3]);
      if (found === null || value === null) continue;
      const key = found[2] ?? '';
      if (found[1] === 'h') head ??= isHead(value) ? value : null;
      else if (found[1] !== 'b') {
        if (isEntry(value)) tell(keys.get(key), found[1] === 'r', { ...UNSAID, ...value });
      } else if (namesBatch(value)) keys.set(key, storyOf(stories, value));
    }
  }
  return head === null ? null : { head, batches: [...stories.values()] };
}

interface MutableStory {
  readonly campaign: CampaignRef;
  readonly batch: Batch;
  readonly results: Map<string, JournalEntry>;
  readonly doubts: Map<string, JournalEntry>;
}

type Named = Pick<BatchStory, 'campaign' | 'batch'>;

function storyOf(stories: Map<string, MutableStory>, { campaign, batch }: Named): MutableStory {
  const name = `${campaign.id} ${batch.bucket} ${batch.number} ${batch.fence}`;
  const known = stories.get(name);
  if (known !== undefined) return known;
  const made = { campaign, batch, results: new Map(), doubts: new Map() };
  stories.set(name, made);
  return made;
}

function tell(story: MutableStory | undefined, isResult: boolean, entry: JournalEntry): void {
  if (story === undefined) return;
  const { results, doubts } = story;
  if (isResult) {
    results.set(entry.contactId, entry);
    doubts.delete(entry.contactId);
  } else {
    results.delete(entry.contactId);
    doubts.set(entry.contactId, entry);
  }
}

// What we wrote is whole when its line is; what a disk made of it after a loss of power may be
// anything.

const isHead = (value: object): value is JournalHead =>
  'owner' in value && typeof value.owner === 'string' && 'host' in value && 'pid' in value;

const isEntry = (value: object): value is JournalEntry =>
  'contactId' in value && typeof value.contactId === 'string' && 'state' in value;

const namesBatch = (value: object): value is Named =>
  'campaign' in value &&
  'batch' in value &&
  isObject(value.campaign) &&
  'id' in value.campaign &&
  isObject(value.batch) &&
  'fence' in value.batch;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
