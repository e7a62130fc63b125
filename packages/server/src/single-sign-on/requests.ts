import { createHmac, randomBytes } from 'node:crypto';
import { hashOf, newToken } from '../access/index.ts';
import type { Database, Tx } from '../database/index.ts';

/** How long somebody may take at their identity provider. */
export const REQUEST_MINUTES = 10;

/** A sign-in that left for the provider. */
export interface SignInRequest {
  readonly organizationId: string;
  /** What a SAML answer has to name. */
  readonly requestId: string;
  readonly createdAt: Date;
  /** Missing: to sign in; else whose session is to be proved anew. */
  readonly proves: { readonly sessionId: string; readonly userId: string } | null;
  /** Whether our own second factor was given before it left. */
  readonly factorGiven: boolean;
  /** Our own page to go to afterwards. */
  readonly next: string;
  /** The browser among those of its user: its cookie does not come along from another site. */
  readonly deviceHash: Buffer;
}

export type NewRequest = Omit<SignInRequest, 'requestId' | 'createdAt'>;

/**
 * What goes with it to the provider, and the secret that stays in the browser's cookie: nonce and
 * PKCE verifier are made of that, so that the database alone opens nothing.
 */
export interface BegunRequest {
  readonly state: string;
  readonly browser: string;
  readonly requestId: string;
}

export async function beginRequest(
  db: Database,
  { organizationId, proves, factorGiven, next, deviceHash }: NewRequest,
  now: Date,
): Promise<BegunRequest> {
  const begun = {
    state: newToken(),
    browser: newToken(),
    // an xs:ID begins with no digit
    requestId: `_${randomBytes(16).toString('hex')}`,
  };
  await db
    .insertInto('single_sign_on_requests')
    .values({
      state_hash: hashOf(begun.state),
      organization_id: organizationId,
      browser_hash: hashOf(begun.browser),
      device_hash: deviceHash,
      request_id: begun.requestId,
      session_id: proves?.sessionId ?? null,
      user_id: proves?.userId ?? null,
      factor_given: factorGiven,
      next: isOurs(next) ? next : '/',
      created_at: now,
      expires_at: new Date(now.getTime() + REQUEST_MINUTES * 60_000),
    })
    .execute();
  return begun;
}

const derived = (browser: string, word: string) =>
  createHmac('sha256', browser).update(word).digest('base64url');
export const nonceOf = (browser: string): string => derived(browser, 'nonce');
/** 43 characters: RFC 7636, 4.1. */
export const verifierOf = (browser: string): string => derived(browser, 'verifier');

/** Takes a request of this browser; it works once. Null: none such, or too long ago. */
export async function takeRequest(
  tx: Tx | Database,
  organizationId: string,
  state: string,
  browser: string,
  now: Date,
): Promise<SignInRequest | null> {
  const row = await tx
    .deleteFrom('single_sign_on_requests')
    .where('state_hash', '=', hashOf(state))
    .where('organization_id', '=', organizationId)
    .where('browser_hash', '=', hashOf(browser))
    .where('expires_at', '>', now)
    .where('handle_hash', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ? requestOf(row) : null;
}

/**
 * The request that an answer posted by SAML is for. A post from another site brings no cookie, so
 * whose browser it is shows when that takes the answer (`keepAnswer`, `takeAnswer`).
 */
export async function findRequest(
  tx: Tx | Database,
  organizationId: string,
  state: string,
  now: Date,
): Promise<SignInRequest | null> {
  const row = await tx
    .selectFrom('single_sign_on_requests')
    .selectAll()
    .where('state_hash', '=', hashOf(state))
    .where('organization_id', '=', organizationId)
    .where('expires_at', '>', now)
    .where('handle_hash', 'is', null)
    .executeTakeFirst();
  return row ? requestOf(row) : null;
}

/** Keeps what was answered until its browser takes it; null when another answer was faster. */
export async function keepAnswer(tx: Tx, state: string, answer: unknown): Promise<string | null> {
  const handle = newToken();
  const kept = await tx
    .updateTable('single_sign_on_requests')
    .set({ handle_hash: hashOf(handle), outcome: JSON.stringify(answer) })
    .where('state_hash', '=', hashOf(state))
    .where('handle_hash', 'is', null)
    .executeTakeFirst();
  return kept.numUpdatedRows === 1n ? handle : null;
}

/** What was answered, once, for the browser that asked. */
export async function takeAnswer(
  db: Database,
  organizationId: string,
  handle: string,
  browser: string,
  now: Date,
): Promise<{ readonly request: SignInRequest; readonly answer: unknown } | null> {
  const row = await db
    .deleteFrom('single_sign_on_requests')
    .where('handle_hash', '=', hashOf(handle))
    .where('organization_id', '=', organizationId)
    .where('browser_hash', '=', hashOf(browser))
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  return row ? { request: requestOf(row), answer: row.outcome } : null;
}

/** Forgets what was begun and never ended, and assertions that would be too old by now. */
export async function forgetRequests(db: Database, now: Date): Promise<void> {
  for (const table of ['single_sign_on_requests', 'single_sign_on_assertions'] as const) {
    await db.deleteFrom(table).where('expires_at', '<', now).execute();
  }
}

/** A path of ours and nothing that a browser reads as another host. */
const isOurs = (next: string) => /^\/(?![/\\])[\w\-./?=&%~]{0,500}$/.test(next);

function requestOf(row: {
  organization_id: string;
  request_id: string;
  created_at: Date;
  session_id: string | null;
  user_id: string | null;
  factor_given: boolean;
  next: string;
  device_hash: Buffer;
}): SignInRequest {
  const { session_id: sessionId, user_id: userId } = row;
  return {
    organizationId: row.organization_id,
    requestId: row.request_id,
    createdAt: row.created_at,
    proves: sessionId !== null && userId !== null ? { sessionId, userId } : null,
    factorGiven: row.factor_given,
    next: row.next,
    deviceHash: row.device_hash,
  };
}
