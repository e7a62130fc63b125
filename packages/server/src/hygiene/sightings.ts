import { hash, randomBytes } from 'node:crypto';
import { FINDINGS, type Finding, MATCH_KINDS, type MatchKind } from '@postern/core/hygiene';
import { parse as idBytes, stringify as idText } from 'uuid';

/** One contact as a look at all of them remembers it. */
export interface Sighting {
  readonly id: string;
  readonly forms: Partial<Record<MatchKind, string>>;
  /** Nothing is known by which it could be told from another one with its address. */
  readonly bare: boolean;
  readonly finding: Finding | null;
  /** Of the address, in lower case. */
  readonly domain: string | null;
}

/**
 * What is remembered of all contacts while they are compared, in memory alone and in some 80 bytes each:
 * what could be matched is hashed under a salt that is forgotten with it, so that nothing by which people
 * could be told apart is written anywhere, and an import writes no row for it.
 */
export class Sightings {
  readonly #salt = randomBytes(16).toString('latin1');
  readonly #domains = new Map<string, number>();
  #ids: Uint8Array;
  #flags: Uint8Array;
  #domainOf: Uint32Array;
  readonly #hashes: Record<MatchKind, Float64Array>;
  count = 0;

  constructor(expected: number) {
    const size = Math.max(1_024, Math.ceil(expected * 1.05));
    this.#ids = new Uint8Array(size * 16);
    this.#flags = new Uint8Array(size);
    this.#domainOf = new Uint32Array(size);
    const columns = MATCH_KINDS.map((kind) => [kind, new Float64Array(size)] as const);
    this.#hashes = Object.fromEntries(columns) as Record<MatchKind, Float64Array>;
  }

  add({ id, forms, bare, finding, domain }: Sighting): void {
    if (this.count === this.#flags.length) this.#grow();
    const at = this.count++;
    this.#ids.set(idBytes(id), at * 16);
    for (const kind of MATCH_KINDS) {
      const form = forms[kind];
      this.#hashes[kind][at] = form === undefined ? NONE : this.#hash(kind, form);
    }
    this.#flags[at] = (bare ? BARE : 0) + (finding === null ? 0 : FINDINGS.indexOf(finding) + 1);
    if (domain === null) return;
    const known = this.#domains.get(domain) ?? this.#domains.size + 1;
    this.#domains.set(domain, known);
    this.#domainOf[at] = known;
  }

  get domains(): Iterable<string> {
    return this.#domains.keys();
  }

  /** Whose mail would go to one of these domains. */
  markDomains(domains: Iterable<string>): void {
    const dead = new Set([...domains].map((domain) => this.#domains.get(domain)));
    for (let at = 0; at < this.count; at++) {
      const flags = this.#flags[at] ?? 0;
      if (!dead.has(this.#domainOf[at]) || (flags & ~BARE) === IMPOSSIBLE) continue;
      this.#flags[at] = (flags & BARE) + NO_MAIL;
    }
  }

  *findings(): Generator<{ readonly id: string; readonly finding: Finding }> {
    for (let at = 0; at < this.count; at++) {
      const finding = FINDINGS[((this.#flags[at] ?? 0) & ~BARE) - 1];
      if (finding !== undefined) yield { id: this.#idAt(at), finding };
    }
  }

  /**
   * Pairs that have something in common, each once, at most `most`. Where more than a dozen share it
   * (made-up names, a practice's own number) each is held against the first alone.
   */
  pairs(most: number): readonly (readonly [string, string])[] {
    const found = new Set<number>();
    for (const kind of MATCH_KINDS) {
      for (const group of this.#groups(this.#hashes[kind])) {
        for (const [a, b] of pairsOf(group)) {
          // an address alone is shared by families
          if (kind === 'email' && !this.#isBare(a) && !this.#isBare(b)) continue;
          if (found.size < most) found.add(a * this.count + b);
        }
      }
    }
    return [...found].map((pair) => {
      const ids = [this.#idAt(Math.floor(pair / this.count)), this.#idAt(pair % this.count)];
      const [one = '', other = ''] = ids.toSorted();
      return [one, other] as const;
    });
  }

  *#groups(hashes: Float64Array): Generator<readonly number[]> {
    const sorted = hashes.slice(0, this.count).sort();
    const groups = new Map<number, number[]>();
    for (let at = 1; at < sorted.length; at++) {
      const hashed = sorted[at] ?? NONE;
      if (hashed !== NONE && hashed === sorted[at - 1]) groups.set(hashed, []);
    }
    if (groups.size === 0) return;
    for (let at = 0; at < this.count; at++) groups.get(hashes[at] ?? NONE)?.push(at);
    yield* groups.values();
  }

  #isBare(at: number): boolean {
    return ((this.#flags[at] ?? 0) & BARE) !== 0;
  }

  #idAt(at: number): string {
    return idText(this.#ids, at * 16);
  }

  /** 48 bits: of a million contacts two differ and look alike once in 500 looks, and are then opened. */
  #hash(kind: MatchKind, form: string): number {
    return 1 + hash('sha256', `${this.#salt}${kind}\u0000${form}`, 'buffer').readUIntBE(0, 6);
  }

  #grow(): void {
    const size = this.#flags.length * 2;
    const longer = <T extends Uint8Array | Uint32Array | Float64Array>(made: T, old: T): T => {
      made.set(old);
      return made;
    };
    this.#ids = longer(new Uint8Array(size * 16), this.#ids);
    this.#flags = longer(new Uint8Array(size), this.#flags);
    this.#domainOf = longer(new Uint32Array(size), this.#domainOf);
    for (const kind of MATCH_KINDS) {
      this.#hashes[kind] = longer(new Float64Array(size), this.#hashes[kind]);
    }
  }
}

const NONE = 0;
const BARE = 128;
const IMPOSSIBLE = FINDINGS.indexOf('impossible') + 1;
const NO_MAIL = FINDINGS.indexOf('no_mail') + 1;
const FEW = 12;

function* pairsOf(group: readonly number[]): Generator<readonly [number, number]> {
  for (const [index, a] of group.entries()) {
    for (const b of group.slice(index + 1)) yield [a, b];
    if (group.length > FEW) return;
  }
}
