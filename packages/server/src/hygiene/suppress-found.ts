import type { Finding } from '@postern/core/hygiene';
import { suppress } from '../consent/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { foundPeople } from './found-people.ts';

const AT_ONCE = 500;

const WHY: Readonly<Record<Finding, string>> = {
  impossible: 'The address cannot exist.',
  no_mail: 'The domain of the address takes no mail.',
  role: 'The address belongs to a post and not to a person.',
  disposable: 'The address is one that is given away for minutes.',
};

/** Ends the writing to the next 500 addresses of this kind; goes on at `nextCursor`. */
export async function suppressFound(
  tx: Tx,
  keys: OrganizationKeys,
  finding: Finding,
  { cursor, by, at }: { readonly cursor: string | null; readonly by: string; readonly at: Date },
): Promise<{ readonly suppressed: number; readonly nextCursor: string | null }> {
  const { people, nextCursor } = await foundPeople(tx, keys, finding, { limit: AT_ONCE, cursor });
  let suppressed = 0;
  for (const { attributes } of people) {
    const { email } = attributes;
    if (typeof email !== 'string' || email === '') continue;
    const end = { reason: 'by_hand', detail: WHY[finding], source: by, at } as const;
    if (await suppress(tx, keys, { email, ...end })) suppressed++;
  }
  return { suppressed, nextCursor };
}
