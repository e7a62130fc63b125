import { type ProblemError, problemOf } from '../../api/problem.ts';
import type { Campaign } from '../queries.ts';

/** What is edited of a campaign. */
export type Draft = Pick<
  Campaign,
  'name' | 'goal' | 'segmentId' | 'templateId' | 'topicId' | 'stream' | 'interview' | 'pace'
>;

export const draftOf = (campaign: Draft): Draft => {
  const { name, goal, segmentId, templateId, topicId, stream, interview, pace } = campaign;
  return { name, goal, segmentId, templateId, topicId, stream, interview, pace };
};

export interface Kept {
  /** As it is on the screen: always what was typed last. */
  readonly draft: Draft;
  /** As the server has it. */
  readonly saved: Campaign;
  readonly state: 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';
  /** Why the last try to save failed. */
  readonly problem: ProblemError | null;
  /** With `conflict`: what somebody else saved meanwhile. */
  readonly theirs: Campaign | null;
}

/** Where what is not saved yet survives a closed page. */
export interface Backup {
  read(): { readonly draft: Draft; readonly version: number } | null;
  write(draft: Draft, version: number): void;
  clear(): void;
}

interface Options {
  readonly campaign: Campaign;
  readonly backup: Backup;
  readonly put: (draft: Draft, version: number) => Promise<Campaign>;
  readonly fetch: () => Promise<Campaign>;
  /** Calls back after so many milliseconds; gives what takes it back. */
  readonly later: (milliseconds: number, run: () => void) => () => void;
}

const PAUSE = 600;
const AGAIN = 5_000;

/**
 * Keeps a draft: each change is on the screen and in the backup at once, and on the server after a
 * short pause. One write is under way at a time, each for the version that was edited; when somebody
 * else was faster nothing is overwritten: both versions are kept until one is chosen.
 */
export class DraftKeeper {
  #kept: Kept;
  #cancelTimer: () => void = () => undefined;
  #listeners = new Set<() => void>();
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    const { campaign, backup } = options;
    const kept = backup.read();
    // one of an earlier version of these pages lacks what came since
    const left = kept && { ...kept, draft: { ...draftOf(campaign), ...kept.draft } };
    const clean = { draft: draftOf(campaign), saved: campaign, problem: null, theirs: null };
    if (!left || same(left.draft, draftOf(campaign))) {
      this.#kept = { ...clean, state: 'saved' };
    } else if (left.version === campaign.version) {
      this.#kept = { ...clean, draft: left.draft, state: 'unsaved' };
      this.#schedule(0);
    } else {
      this.#kept = { ...clean, draft: left.draft, state: 'conflict', theirs: campaign };
    }
  }

  readonly snapshot = (): Kept => this.#kept;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  change(patch: Partial<Draft>): void {
    const draft = { ...this.#kept.draft, ...patch };
    this.#options.backup.write(draft, this.#kept.saved.version);
    const { state } = this.#kept;
    this.#set({ draft, state: state === 'saving' || state === 'conflict' ? state : 'unsaved' });
    this.#schedule(PAUSE);
  }

  /** Saves at once what is not saved yet. */
  async flush(): Promise<void> {
    this.#cancelTimer();
    const { draft, saved, state } = this.#kept;
    if (state !== 'unsaved' && state !== 'failed') return;
    // A campaign has a name; while the field is empty there is nothing that could be saved.
    if (draft.name.trim() === '') return;
    this.#set({ state: 'saving', problem: null });
    try {
      this.#settle(await this.#options.put(draft, saved.version), draft);
    } catch (error) {
      await this.#stumble(problemOf(error));
    }
  }

  /** After a conflict: mine over theirs. */
  keepMine(): void {
    if (!this.#kept.theirs) return;
    this.#set({ saved: this.#kept.theirs, theirs: null, state: 'unsaved' });
    this.#schedule(0);
  }

  /** After a conflict: theirs instead of mine. */
  takeTheirs(): void {
    const { theirs } = this.#kept;
    if (!theirs) return;
    this.#options.backup.clear();
    this.#set({ saved: theirs, draft: draftOf(theirs), theirs: null, state: 'saved' });
  }

  #settle(saved: Campaign, sent: Draft): void {
    if (same(this.#kept.draft, sent)) {
      this.#options.backup.clear();
      // The draft stays as it was typed: the server may have trimmed a space that is still wanted.
      this.#set({ saved, state: 'saved' });
      return;
    }
    this.#options.backup.write(this.#kept.draft, saved.version);
    this.#set({ saved, state: 'unsaved' });
    this.#schedule(PAUSE);
  }

  async #stumble(problem: ProblemError): Promise<void> {
    if (problem.status === 412) {
      const theirs = await this.#options.fetch().catch(() => null);
      if (theirs) {
        this.#set({ state: 'conflict', theirs });
        return;
      }
    }
    this.#set({ state: 'failed', problem });
    // What the server refused stays refused until it is changed; silence is worth another try.
    if (problem.status === 0 || problem.status >= 500) this.#schedule(AGAIN);
  }

  #schedule(milliseconds: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.later(milliseconds, () => void this.flush());
  }

  #set(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const same = (one: Draft, other: Draft) => JSON.stringify(one) === JSON.stringify(other);
