import type { Database } from '../database/index.ts';
import {
  type Route,
  recordTlsResults,
  type TlsOutcome,
  type TlsRow,
  tlsOutcomeOf,
} from '../destinations/index.ts';
import type { JobEnd } from './pool.ts';

const DAY = 86_400_000;

/** Gathers how secure connections were, RFC 8460 section 4, for a commit now and then. */
export class TlsFigures {
  #rows = new Map<string, TlsRow & { count: number }>();
  #day = { began: Number.NaN, name: '' };

  /** `domain`: the recipient's. Faults that are not about security count as nothing. */
  count(organizationId: string, domain: string, route: Route, end: JobEnd, now: Date): void {
    const how = end.kind === 'unavailable' ? end.fault : end.session.tls;
    if (end.server === null || how === null) return;
    const outcome = tlsOutcomeOf(route, end.server, how);
    if (outcome !== null) this.add(organizationId, domain, outcome, now);
  }

  add(organizationId: string, domain: string, outcome: TlsOutcome, now: Date): void {
    this.#add({
      organizationId,
      day: this.#dayOf(now),
      policyDomain: domain,
      ...outcome,
      count: 1,
    });
  }

  /** What cannot be written is kept for the next time; rejects then. */
  async flush(db: Database): Promise<void> {
    const rows = this.#rows;
    this.#rows = new Map();
    try {
      await recordTlsResults(db, [...rows.values()]);
    } catch (error) {
      for (const row of rows.values()) this.#add(row);
      throw error;
    }
  }

  #dayOf(now: Date): string {
    const began = now.getTime() - (now.getTime() % DAY);
    if (began !== this.#day.began) this.#day = { began, name: now.toISOString().slice(0, 10) };
    return this.#day.name;
  }

  #add(row: TlsRow): void {
    const { organizationId, day, policyDomain, policyType, mxHost, result } = row;
    const name = `${organizationId} ${day} ${policyDomain} ${policyType} ${mxHost} ${result}`;
    const known = this.#rows.get(name);
    if (known === undefined) this.#rows.set(name, { ...row });
    else known.count += row.count;
  }
}
