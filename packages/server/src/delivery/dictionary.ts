import { type Ruling, rulingNumber, sealRoute, textOf } from '../campaigns/index.ts';
import type { Database } from '../database/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';
import type { TlsFacts } from '../smtp/index.ts';

/** Over which way a message left: evidence of where it went. */
export interface RouteTaken {
  readonly site: string;
  readonly host: string;
  readonly peer: string;
  readonly tls: TlsFacts | null;
}

/** Numbers of what recurs, kept in memory: few rulings and few routes differ. */
export interface Dictionary {
  ruling(organizationId: string, ruling: Ruling): number | Promise<number>;
  route(organizationId: string, route: RouteTaken): number | Promise<number>;
}

const KEPT = 10_000;

export function dictionary(database: Database, keyring: Pick<Keyring, 'of'>): Dictionary {
  // a number that is being looked up is not looked up again: a hundred messages ask at once
  const known = new Map<string, number | Promise<number>>();
  const keep = (name: string, find: Promise<number>) => {
    if (known.size >= KEPT) known.clear();
    const kept = find.then(
      (number) => {
        known.set(name, number);
        return number;
      },
      (error: unknown) => {
        known.delete(name);
        throw error;
      },
    );
    known.set(name, kept);
    return kept;
  };
  return {
    ruling(organizationId, ruling) {
      const name = `${organizationId} ${textOf(ruling)}`;
      return known.get(name) ?? keep(name, rulingNumber(database, organizationId, ruling));
    },
    route(organizationId, route) {
      const { site, host, peer, tls } = route;
      const text = [site, host, peer, tls?.protocol, tls?.cipher, tls?.verified].join('\u001f');
      const name = `${organizationId} route ${text}`;
      const find = async () => routeNumber(database, await keyring.of(organizationId), route, text);
      return known.get(name) ?? keep(name, find());
    },
  };
}

async function routeNumber(
  db: Database,
  keys: OrganizationKeys,
  { site, host, peer, tls }: RouteTaken,
  text: string,
): Promise<number> {
  const { organizationId } = keys;
  const hash = keys.mac('route', text);
  const find = () =>
    db
      .selectFrom('send_routes')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('hash', '=', hash)
      .executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known.id;
  await db
    .insertInto('send_routes')
    .values({
      organization_id: organizationId,
      hash,
      places_sealed: sealRoute(keys, hash, { site, host, peer }),
      tls_protocol: tls?.protocol ?? null,
      tls_cipher: tls?.cipher ?? null,
      tls_verified: tls?.verified ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await find();
  if (made === undefined) throw new Error('The route that was just stored is not there.');
  return made.id;
}
