import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** What signs a message. The private key is parsed once: a PEM is parsed anew at every signature. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: KeyObject;
}

/** What the settings page shows: the TXT record at `name` has to read `value`, RFC 6376 section 3.6. */
export interface DkimRecord {
  readonly domain: string;
  readonly selector: string;
  readonly name: string;
  readonly value: string;
}

const context = (id: string) => `dkim_keys.private_key:${id}`;

/**
 * The organization's newest key for its domain; an RSA-2048 key is made when there is none (RFC 8301
 * section 3.2 asks for 1024 bits at least and advises 2048). Two at once make one key.
 */
export async function ensureDkimKey(
  db: Database | Tx,
  keys: OrganizationKeys,
  domain: string,
): Promise<DkimKey> {
  const known = await newestKey(db, keys, domain);
  if (known !== null) return known;
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const id = v7();
  await db
    .insertInto('dkim_keys')
    .values({
      organization_id: keys.organizationId,
      id,
      domain,
      selector: 'postern1',
      public_key: publicKey.toString('base64'),
      private_key_sealed: keys.seal(privateKey, context(id)),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await newestKey(db, keys, domain);
  if (made === null) throw new Error('The DKIM key that was just stored is not there.');
  return made;
}

async function newestKey(
  db: Database | Tx,
  keys: OrganizationKeys,
  domain: string,
): Promise<DkimKey | null> {
  const row = await db
    .selectFrom('dkim_keys')
    .select(['id', 'selector', 'private_key_sealed'])
    .where('organization_id', '=', keys.organizationId)
    .where('domain', '=', domain)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (row === undefined) return null;
  const key = keys.open(row.private_key_sealed, context(row.id));
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  return { domain, selector: row.selector, privateKey };
}

/** The records of all keys of an organization, newest first. */
export async function dkimRecords(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly DkimRecord[]> {
  const rows = await db
    .selectFrom('dkim_keys')
    .select(['domain', 'selector', 'public_key'])
    .where('organization_id', '=', organizationId)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ domain, selector, public_key }) => ({
    domain,
    selector,
    name: `${selector}._domainkey.${domain}`,
    value: `v=DKIM1; k=rsa; p=${public_key}`,
  }));
}
