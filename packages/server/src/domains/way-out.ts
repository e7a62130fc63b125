import type { Database, Tx } from '../database/index.ts';

/** As much of an organization's transport as its domains have to know. */
export interface WayOut {
  readonly kind: 'sandbox' | 'relay' | 'direct';
  /** What we say in EHLO when mail goes directly. */
  readonly helloName: string | null;
}

/** How an organization's mail leaves now. The delivery room reads all of it. */
export async function loadWayOut(db: Database | Tx, organizationId: string): Promise<WayOut> {
  const { transport } = await db
    .selectFrom('organizations')
    .select('transport')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const given: Readonly<Record<string, unknown>> =
    typeof transport === 'object' && transport !== null ? { ...transport } : {};
  const { kind, helloName } = given;
  return {
    // what is not known is read as the one that asks for most
    kind: kind === 'sandbox' || kind === 'relay' ? kind : 'direct',
    helloName: typeof helloName === 'string' ? helloName : null,
  };
}
