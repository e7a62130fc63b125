import { type Database, inTransaction } from '../database/index.ts';
import type { World } from './load-world.ts';
import { addToDay, takeAllowance, type WarmUpDay } from './warm-ups.ts';

const IDLE_ROUNDS = 10;

interface Pass extends WarmUpDay {
  readonly allowance: number;
  /** Taken from the day's allowance for this process and not used yet. */
  left: number;
  /** Went without asking: transactional mail counts, and is not held. */
  beyond: number;
  /** Somebody asked since the last round; if not, for how many rounds. */
  wanted: boolean;
  idle: number;
  spent: boolean;
}

/**
 * This process's part of the days' allowances. It takes some at a time from the table, where all
 * processes take, so that together they never go beyond; what it does not use it gives back.
 */
export class Passes {
  readonly #passes = new Map<string, Pass>();

  /** Whether there is one for marketing: 'spent' when the day has none left for anybody. */
  standing(keys: readonly string[]): 'go' | 'asking' | 'spent' {
    const empty = keys
      .map((key) => this.#passes.get(key))
      .filter((pass) => pass !== undefined)
      .filter(({ left }) => left <= 0);
    for (const pass of empty) pass.wanted = true;
    if (empty.length === 0) return 'go';
    return empty.some(({ spent }) => spent) ? 'spent' : 'asking';
  }

  use(keys: readonly string[], stream: 'marketing' | 'transactional', count: 1 | -1): void {
    for (const key of keys) {
      const pass = this.#passes.get(key);
      if (pass === undefined) continue;
      pass.wanted = true;
      if (stream === 'marketing') pass.left -= count;
      else pass.beyond += count;
    }
  }

  /** Plans and days as they are now; what was for another day is given back with the next `settle`. */
  follow(world: World): readonly WarmUpLeft[] {
    const over: WarmUpLeft[] = [];
    for (const [key, pass] of this.#passes) {
      const today = world.warmUps.get(key);
      if (today?.day === pass.day && today.allowance === pass.allowance) continue;
      over.push({ ...dayOf(pass), count: pass.beyond - pass.left });
      this.#passes.delete(key);
    }
    for (const [key, { day, allowance }] of world.warmUps) {
      if (this.#passes.has(key)) continue;
      const [organizationId = '', subject = ''] = key.split(' ');
      const pass = { organizationId, subject, day, allowance };
      this.#passes.set(key, { ...pass, left: 0, beyond: 0, wanted: false, idle: 0, spent: false });
    }
    return over;
  }

  /** Takes more where somebody asked. */
  async fill(database: Database): Promise<void> {
    for (const pass of this.#passes.values()) if (pass.wanted) await this.#fill(database, pass);
  }

  /** A round: the same, and gives back what nobody asked for in a while. */
  async settle(database: Database): Promise<void> {
    for (const pass of this.#passes.values()) {
      const { wanted, beyond } = pass;
      pass.wanted = false;
      pass.idle = wanted ? 0 : pass.idle + 1;
      if (beyond > 0) {
        await addToDay(database, dayOf(pass), beyond);
        pass.beyond -= beyond;
      }
      if (wanted) await this.#fill(database, pass);
      else if (pass.idle >= IDLE_ROUNDS) await this.#empty(database, pass);
    }
  }

  async close(database: Database): Promise<void> {
    for (const pass of this.#passes.values()) await this.#empty(database, pass);
  }

  async #fill(database: Database, pass: Pass): Promise<void> {
    // a part of the day for each second, so that no process hoards it
    const portion = Math.max(1, Math.ceil(pass.allowance / 20));
    const wanted = portion - pass.left;
    if (wanted <= 0) return;
    const granted = await inTransaction(database, (tx) =>
      takeAllowance(tx, dayOf(pass), pass.allowance, wanted),
    );
    pass.left += granted;
    pass.spent = granted === 0 && pass.left === 0;
  }

  async #empty(database: Database, pass: Pass): Promise<void> {
    const { left } = pass;
    if (left === 0) return;
    pass.left = 0;
    try {
      await addToDay(database, dayOf(pass), -left);
    } catch (error) {
      pass.left += left;
      throw error;
    }
  }
}

export interface WarmUpLeft extends WarmUpDay {
  /** Below zero: to be given back. */
  readonly count: number;
}

const dayOf = ({ organizationId, subject, day }: WarmUpDay): WarmUpDay => ({
  organizationId,
  subject,
  day,
});
