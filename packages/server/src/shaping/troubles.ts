import { scrubReply } from '@postern/core/delivery';
import {
  DEFAULT_RULES,
  type Hold,
  type Holds,
  isOver,
  type ReplyRule,
  react,
  ruleFor,
  type SiteState,
  UNTROUBLED,
} from '@postern/core/shaping';
import { type Database, inTransaction } from '../database/index.ts';
import type { Heard } from './pace.ts';
import { endHeldSite, type HeldSite, writeHeldSite } from './site-states.ts';

/** What sites answered, and what holds them back; of this process, and of the others once read. */
export class Troubles {
  readonly #states = new Map<string, SiteState>();
  /** What is not written yet. */
  readonly #unwritten = new Map<string, HeldSite>();

  /** What holds a site back for an organization, with what holds it back for all. */
  holdsOn(
    site: string,
    organizationId: string,
    stream: 'marketing' | 'transactional',
  ): readonly Hold[] {
    const all = this.#states.get(keyOf(site, null))?.holds;
    if (stream === 'transactional') return present([all?.everything]);
    const own = this.#states.get(keyOf(site, organizationId))?.holds;
    return present([all?.everything, all?.marketing, own?.marketing]);
  }

  everythingOn(site: string): Hold | null {
    return this.#states.get(keyOf(site, null))?.holds.everything ?? null;
  }

  /** Each of `processes` hears its part: thresholds are divided among them. */
  heard(site: string, heard: Heard, processes: number, now: number): void {
    if (heard.code !== null && heard.code < 400) return;
    const reply = { code: heard.code, enhanced: heard.enhanced, text: scrubReply(heard.text) };
    const rule = ruleFor(site, reply, DEFAULT_RULES);
    if (rule === null) return;
    const organizationId = rule.holds === 'marketing' ? (heard.organizationId ?? null) : null;
    const key = keyOf(site, organizationId);
    const shared: ReplyRule = { ...rule, threshold: Math.ceil(rule.threshold / processes) };
    const before = this.#states.get(key) ?? UNTROUBLED;
    const { state, change } = react(site, before, reply, [shared], now);
    if (state !== before) this.#states.set(key, state);
    if (change !== null) {
      const { holds, hold } = change;
      this.#unwritten.set(`${key} ${holds}`, { site, organizationId, holds, hold });
    }
  }

  /** What the database holds now counts, with what is still to be written. */
  follow(held: readonly HeldSite[], now: number): void {
    for (const [key, state] of this.#states) {
      const recent = Object.values(state.heard).some((times) => (times.at(-1) ?? 0) > now - HOUR);
      if (recent) this.#states.set(key, { ...UNTROUBLED, heard: state.heard });
      else this.#states.delete(key);
    }
    for (const one of [...held, ...this.#unwritten.values()]) this.#put(one, one.hold);
  }

  /** Writes what changed, and ends what is over. What fails is tried again with the next. */
  async write(database: Database, now: Date): Promise<void> {
    for (const [key, held] of this.#unwritten) {
      await inTransaction(database, (tx) => writeHeldSite(tx, held));
      if (this.#unwritten.get(key) === held) this.#unwritten.delete(key);
    }
    for (const held of this.#over(now.getTime())) {
      await inTransaction(database, (tx) => endHeldSite(tx, held, now));
      this.#put(held, null);
    }
  }

  #over(now: number): readonly HeldSite[] {
    return [...this.#states].flatMap(([key, state]) => {
      const [site = '', organizationId = ''] = key.split(' ');
      return (['everything', 'marketing'] as const).flatMap((holds) => {
        const hold = state.holds[holds];
        if (hold === null || !isOver(hold, now)) return [];
        return [{ site, organizationId: organizationId || null, holds, hold }];
      });
    });
  }

  #put({ site, organizationId, holds }: HeldSite, hold: Hold | null): void {
    const key = keyOf(site, organizationId);
    const state = this.#states.get(key) ?? UNTROUBLED;
    const all: Readonly<Record<Holds, Hold | null>> = { ...state.holds, [holds]: hold };
    this.#states.set(key, { ...state, holds: all });
  }
}

const HOUR = 3_600_000;
const keyOf = (site: string, organizationId: string | null) => `${site} ${organizationId ?? ''}`;
const present = (holds: readonly (Hold | null | undefined)[]) =>
  holds.filter((hold) => hold !== null && hold !== undefined);
