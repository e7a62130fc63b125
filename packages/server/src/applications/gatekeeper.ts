import type { Principal } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import { networkOf } from './addresses.ts';
import type { RestrictedWhy } from './application.ts';
import type { Caller } from './caller.ts';
import { callerByKey, callerBySession, callerByToken } from './find-caller.ts';
import { HeldCallers } from './held-callers.ts';
import { sessionContext } from './make-key.ts';
import { Meter, type Room } from './meter.ts';
import { takeOnce } from './once.ts';
import { APPLICATIONS, DEFAULT_LIMITS, limitOfRoles, rateLimits } from './rate-limits.ts';
import { learnNetwork, restrict } from './restrict.ts';
import { isSecret } from './secrets.ts';
import { suspicionOf } from './suspicion.ts';
import { tellKeys, tellUse } from './tell-use.ts';
import { readSigned, type SignedRequest, SKEW_SECONDS } from './verify-signature.ts';

const TELL_MILLISECONDS = 1_000;
const LIMITS_MILLISECONDS = 5_000;

export interface GatekeeperDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
  /** An application was restricted: people are told. */
  readonly tell: (organizationId: string) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

export type Admitted = { readonly kind: 'caller'; readonly caller: Caller };
export type Signed =
  | (Admitted & { readonly bodyHash: Buffer | null; readonly ahead: number })
  | { readonly kind: 'refused'; readonly sentence: string };

/**
 * Who calls as an application, from where, and how often; what is out of the ordinary restricts it. One a
 * process: what it counts it tells the others once a second.
 */
export class Gatekeeper {
  readonly #deps: GatekeeperDeps;
  readonly #bearers = new HeldCallers<Caller>();
  readonly #sessions = new HeldCallers<{ caller: Caller; secret: string }>();
  readonly #meter = new Meter();
  readonly #limits = new Map<string, { limits: ReadonlyMap<string, number>; until: number }>();
  #usedKeys = new Set<string>();
  #calling = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #telling: Promise<void> = Promise.resolve();

  constructor(deps: GatekeeperDeps) {
    this.#deps = deps;
  }

  /** Whose key or access token this is. */
  async byBearer(secret: string): Promise<Caller | null> {
    const { database, now } = this.#deps;
    const caller = await this.#bearers.get(secret, () =>
      isSecret('key', secret)
        ? callerByKey(database, 'key', secret, now())
        : callerByToken(database, secret, now()),
    );
    // held for a moment: it may end meanwhile
    return caller !== null && caller.expiresAt > now() ? caller : null;
  }

  /** Who signed this request; each signature counts once. */
  async bySignature(request: SignedRequest): Promise<Signed> {
    const { database, keyring, now } = this.#deps;
    const read = readSigned(request, now());
    if (read.kind === 'refused') return read;
    const unknown = {
      kind: 'refused',
      sentence: 'The signature does not hold, or its session is unknown, expired or ended.',
    } as const;
    if (!UUID.test(read.code)) return unknown;
    const found = await this.#sessions.get(read.code, async () => {
      const row = await callerBySession(database, read.code, now());
      if (row === null) return null;
      const keys = await keyring.of(row.caller.principal.organizationId);
      const secret = keys.open(row.secretSealed, sessionContext(read.code)).toString();
      return { caller: row.caller, secret };
    });
    if (!found || found.caller.expiresAt <= now() || !read.isSignedWith(found.secret)) {
      return unknown;
    }
    const { organizationId } = found.caller.principal;
    const until = new Date((read.created + 2 * SKEW_SECONDS) * 1000);
    if (!(await takeOnce(database, organizationId, [read.code, read.nonce], until))) {
      return {
        kind: 'refused',
        sentence: 'This signature was used already: each has its own nonce.',
      };
    }
    return { kind: 'caller', caller: found.caller, bodyHash: read.bodyHash, ahead: read.ahead };
  }

  /** What keeps an application out that has shown who it is; null: nothing. */
  async objection(caller: Caller, address: string): Promise<RestrictedWhy | 'outside' | null> {
    const { organizationId, userId: applicationId } = caller.principal;
    if (caller.restrictedAt !== null) return caller.restrictedWhy;
    if (caller.isAllowed) return caller.isAllowed(address) ? null : 'outside';
    const network = networkOf(address);
    if (caller.networks.has(network)) return null;
    const place = { organizationId, applicationId };
    const now = this.#deps.now();
    if (await learnNetwork(this.#deps.database, place, network, now)) {
      caller.networks.add(network);
      return null;
    }
    await this.#restrict(place, 'address', network);
    return 'address';
  }

  /** Counts a call of an application or a person, and tells how many more are taken. */
  async take(principal: Principal, caller: Caller | null): Promise<Room> {
    const { organizationId, userId, roles } = principal;
    const limits = await this.#limitsOf(organizationId);
    const limit = caller
      ? (caller.perMinute ?? limits.get(APPLICATIONS) ?? DEFAULT_LIMITS.application)
      : limitOfRoles(limits, roles);
    const room = this.#meter.take(organizationId, userId, limit, this.#deps.now());
    if (caller) {
      this.#calling.add(userId);
      if (caller.keyId !== null) this.#usedKeys.add(caller.keyId);
    }
    this.#soon();
    return room;
  }

  /** A call of an application was refused: by itself that is an error, in a row it is a search. */
  refuse({ principal }: Caller): void {
    this.#calling.add(principal.userId);
    this.#meter.refuse(principal.organizationId, principal.userId, this.#deps.now());
    this.#soon();
  }

  /** After a change of applications, keys or limits by this process. */
  forget(): void {
    this.#bearers.forget();
    this.#sessions.forget();
    this.#limits.clear();
  }

  /** Tells now what was counted, and restricts what is out of the ordinary. */
  tellNow(): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tell());
    return this.#telling;
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.tellNow();
  }

  async #limitsOf(organizationId: string): Promise<ReadonlyMap<string, number>> {
    const at = performance.now();
    const known = this.#limits.get(organizationId);
    if (known && known.until > at) return known.limits;
    const limits = await rateLimits(this.#deps.database, organizationId);
    this.#limits.set(organizationId, { limits, until: at + LIMITS_MILLISECONDS });
    return limits;
  }

  #soon(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.tellNow();
    }, TELL_MILLISECONDS);
    this.#timer.unref();
  }

  async #tell(): Promise<void> {
    const { database, now, failed } = this.#deps;
    const counted = this.#meter.drain(now());
    if (counted.length === 0) return;
    const keyIds = [...this.#usedKeys];
    const calling = this.#calling;
    this.#usedKeys = new Set();
    this.#calling = new Set();
    try {
      for (const { subjectId, minute, calls } of await tellUse(database, counted)) {
        this.#meter.learn(subjectId, minute.getTime(), calls);
      }
    } catch (error) {
      this.#meter.giveBack(counted);
      for (const id of keyIds) this.#usedKeys.add(id);
      for (const id of calling) this.#calling.add(id);
      failed(error);
      return;
    }
    try {
      if (keyIds.length > 0) await tellKeys(database, keyIds, now());
      const seen = new Set<string>();
      for (const { organizationId, subjectId: applicationId } of counted) {
        if (!calling.has(applicationId) || seen.has(applicationId)) continue;
        seen.add(applicationId);
        const why = await suspicionOf(database, organizationId, applicationId, now());
        if (why) await this.#restrict({ organizationId, applicationId }, why, null);
      }
    } catch (error) {
      failed(error);
    }
  }

  async #restrict(
    place: { readonly organizationId: string; readonly applicationId: string },
    why: RestrictedWhy,
    network: string | null,
  ): Promise<void> {
    if (!(await restrict(this.#deps, place, why, network, this.#deps.now()))) return;
    this.forget();
    // that mail cannot leave keeps nothing open
    await this.#deps.tell(place.organizationId).catch(this.#deps.failed);
  }
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u;
