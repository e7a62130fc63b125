import { scrubReply } from '@postern/core/delivery';
import {
  notUnderstood,
  type ReturnClass,
  type ReturnedMail,
  tracesIn,
  type Understood,
  understand,
  withoutNames,
  writtenTo,
} from '@postern/core/returns';
import { v7 } from 'uuid';
import { bucketOf, inTransaction, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type Acted, act } from './act.ts';
import type { Addressee } from './addressee.ts';
import { findSend, type ReturnedSend } from './find-send.ts';
import { parseMail } from './parse-mail.ts';
import { sealPlaces } from './places.ts';
import { KEPT_BYTES } from './read-head.ts';
import { type ReturnedPerson, returnedPerson } from './returned-person.ts';
import type { ReturnsDeps } from './returns-deps.ts';

export interface IncomingMail {
  /** The envelope's sender; '' for the null sender, null where there was no envelope. */
  readonly from: string | null;
  /** The first `KEPT_BYTES` of it, or less. */
  readonly head: Buffer;
  readonly size: number;
  /** It was refused for its size: recorded, and never understood. */
  readonly tooLarge?: boolean;
}

export type Received =
  | {
      readonly kind: 'recorded';
      readonly id: string;
      readonly class: ReturnClass;
      readonly acted: readonly Acted[];
    }
  /** The same message again: nothing happens twice. */
  | { readonly kind: 'known' };

export const sourceContext = (id: string) => `returned_mail.source:${id}`;

/**
 * Takes a message that came home: understands it, finds the message that it is about, records it with
 * its source sealed, and does what follows; all in one transaction, once however often it comes. What
 * cannot be understood, or is about nobody, is recorded too.
 */
export async function receiveMail(
  deps: ReturnsDeps,
  { keys, kind, subject }: Pick<Addressee, 'keys' | 'kind' | 'subject'>,
  incoming: IncomingMail,
): Promise<Received> {
  const head = incoming.head.subarray(0, KEPT_BYTES);
  const mail = await parseMail(head, incoming.from);
  const understood = incoming.tooLarge
    ? notUnderstood('It is too large to be taken in: nobody has read it.')
    : understand(mail);
  const at = deps.now();
  return inTransaction(deps.database, async (tx) => {
    const send = await findSend(tx, keys, subject, tracesIn(mail));
    const named = [...understood.recipients, ...writtenTo(mail)];
    const person = send && (await returnedPerson(tx, keys, send, named));
    const told = tellable(understood, send, kind);
    const reason = scrubbed(told, person);
    const hash = hashOf(keys, mail, incoming, subject);
    const bucket = send?.bucket ?? bucketOf(hash);
    const id = v7();
    const made = await tx
      .insertInto('returned_mail')
      .values({
        bucket,
        organization_id: keys.organizationId,
        id,
        contact_id: send?.contactId ?? null,
        campaign_id: send?.campaignId ?? null,
        hash,
        class: told.class,
        form: told.form,
        counts: told.counts,
        status: told.status,
        reason,
        places_sealed: sealPlaces(keys, id, {
          remoteMta: told.remoteMta,
          provider: person?.provider ?? null,
        }),
        source_sealed: keys.seal(head, sourceContext(id)),
        size: incoming.size,
        acted: [],
        received_at: at,
      })
      .onConflict((conflict) => conflict.columns(['bucket', 'organization_id', 'hash']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made === undefined) return { kind: 'known' };
    if (send === null || person === null) {
      return { kind: 'recorded', id, class: told.class, acted: [] };
    }
    const acted = await act(tx, keys, { send, person, understood: told, reason, at });
    await note(tx, keys, { bucket, id }, acted);
    return { kind: 'recorded', id, class: told.class, acted };
  });
}

/** What is about no message of ours is kept for a person, whatever it says. */
function tellable(
  understood: Understood,
  send: ReturnedSend | null,
  kind: Addressee['kind'],
): Understood {
  if (send !== null || understood.class === 'unknown') return understood;
  const reason =
    kind === 'postmaster'
      ? 'Mail to the postmaster: somebody has to read it.'
      : 'It is about no message that is known here.';
  return { ...understood, class: 'unknown', counts: false, reason };
}

/** Beside a contact's id: without the person's names, and without the place, which may be one. */
function scrubbed({ reason, remoteMta }: Understood, person: ReturnedPerson | null): string {
  const host = remoteMta === null ? [] : [remoteMta];
  if (person === null) return withoutNames(reason, host);
  const emails = person.email === null ? [] : [person.email];
  const names = [...host, ...person.names, ...person.places];
  return withoutNames(scrubReply(reason, emails), names).slice(0, 300);
}

async function note(
  tx: Tx,
  { organizationId }: OrganizationKeys,
  { bucket, id }: { readonly bucket: number; readonly id: string },
  acted: readonly Acted[],
): Promise<void> {
  if (acted.length === 0) return;
  await tx
    .updateTable('returned_mail')
    .set({ acted: [...acted] })
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Of what a message says, and not of the hops that it took: it may come by two ways. */
function hashOf(
  keys: OrganizationKeys,
  mail: ReturnedMail & { readonly messageId: string },
  { from, size, tooLarge }: IncomingMail,
  subject: Addressee['subject'],
): Buffer {
  const named = mail.headers.filter(([name]) => ['date', 'from', 'subject'].includes(name));
  const said = [subject, mail.messageId, named, mail.text, mail.parts];
  const empty = mail.headers.length === 0 && mail.text === '';
  // refused before a byte of it came: all that is known is who and how much
  const about = tooLarge && empty ? [subject, from, size] : said;
  return keys.mac('returned-mail', JSON.stringify(about));
}
