import type { OrganizationKeys } from '../keys/index.ts';
import { addresseeOf } from './addressee.ts';
import { parseMail } from './parse-mail.ts';
import { KEPT_BYTES } from './read-head.ts';
import { type Received, receiveMail } from './receive-mail.ts';
import type { ReturnsDeps } from './returns-deps.ts';

const TO = ['delivered-to', 'x-original-to', 'envelope-to', 'to'];

/**
 * Takes in a message that somebody else received for the organization, such as a feedback loop's
 * pick-up. Whom it is about is read off the return path in its header, or off our tokens within; a
 * return path of another organization is none here.
 */
export async function takeIn(
  deps: ReturnsDeps,
  keys: OrganizationKeys,
  source: Buffer,
): Promise<Received> {
  const head = source.subarray(0, KEPT_BYTES);
  const { headers } = await parseMail(head, null);
  const addresses = headers
    .filter(([name]) => TO.includes(name))
    .flatMap(([, value]) => value.slice(0, 2000).match(/b-[a-z2-7]{58}@[a-z0-9.-]{1,253}/gi) ?? []);
  for (const address of addresses.slice(0, 10)) {
    const addressee = await addresseeOf(deps, address);
    if (addressee === null || addressee.keys.organizationId !== keys.organizationId) continue;
    return receiveMail(deps, addressee, { from: null, head, size: source.length });
  }
  const nobody = { keys, kind: 'feedback', subject: null } as const;
  return receiveMail(deps, nobody, { from: null, head, size: source.length });
}
