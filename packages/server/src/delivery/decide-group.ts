import {
  ADDRESS_SUPPRESSED_REASON,
  NO_ADDRESS_REASON,
  NO_OTHER_ADDRESS_REASON,
  type Unreachable,
} from '@postern/core/campaigns';
import { recipientAt } from '@postern/core/consent';
import { readEmail } from '@postern/core/contacts';
import type { SendState } from '@postern/core/delivery';
import { decide, type Permit } from '@postern/core/gate';
import type { Attributes } from '@postern/core/values';
import { heedWishes, NO_RULING, type Ruling } from '../campaigns/index.ts';
import { loadConsent, otherAddresses, suppressedAmong } from '../consent/index.ts';
import type { Recipient } from './batches.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { Dispatch } from './load-dispatch.ts';
import { openEach } from './open-each.ts';

/** Somebody whom the gate let pass, a moment ago. */
export interface Permitted {
  readonly recipient: Recipient;
  readonly permit: Permit;
  /** How many consent events were on file when the gate decided. */
  readonly consentEvents: number;
  /** For the To header; null when none is on file. */
  readonly name: string | null;
  /** The state of residence, two letters, and the ZIP code: where the day begins. */
  readonly place: { readonly state: string | null; readonly zip: string | null };
}

/** Somebody to whom nothing goes, and on what grounds. */
export interface NotSent {
  readonly recipient: Recipient;
  readonly state: Extract<SendState, 'refused' | 'suppressed' | 'failed'>;
  readonly ruling: Ruling;
}

/** Beside the template's fields: the name in the To header. */
const NAME = ['given_name', 'family_name'];

/** Asks the gate about each of a group anew, as consent stands now. */
export async function decideGroup(
  deps: Pick<DeliveryDeps, 'database' | 'now'>,
  dispatch: Dispatch,
  group: readonly Recipient[],
): Promise<{ readonly permitted: readonly Permitted[]; readonly notSent: readonly NotSent[] }> {
  const { organization, keys, stream } = dispatch;
  const ids = group.map(({ contactId }) => contactId);
  // what is recorded from here on the hand-over finds, and these are decided anew
  const [contacts, consent] = await Promise.all([
    openEach(deps, dispatch, ids),
    loadConsent(deps.database, keys, ids),
  ]);
  const addresses = new Map<string, string>();
  for (const [id, known] of contacts) {
    const address = known === 'broken' ? null : readEmail(textOf(known, 'email') ?? '');
    if (address !== null) addresses.set(id, address);
  }
  const moment = deps.now();
  const now = moment.toISOString();
  const [dead, wishes, elsewhere] = await Promise.all([
    suppressedAmong(deps.database, keys, [...addresses.values()]),
    heedWishes(deps.database, organization.id, dispatch.sending, consent, moment),
    otherAddresses(deps.database, keys, consent, now),
  ]);
  const deadElsewhere = await suppressedAmong(deps.database, keys, [...elsewhere.values()]);
  const shown = new Set([...dispatch.template.fields.map(({ key }) => key), ...NAME]);
  const permitted: Permitted[] = [];
  const notSent: NotSent[] = [];
  for (const recipient of group) {
    const known = contacts.get(recipient.contactId) ?? {};
    // of somebody who was deleted nothing is used any more
    const other = contacts.has(recipient.contactId)
      ? elsewhere.get(recipient.contactId)
      : undefined;
    const address = other ?? addresses.get(recipient.contactId);
    if (known === 'broken') {
      notSent.push({ recipient, state: 'failed', ruling: BROKEN });
      continue;
    }
    if (address === undefined) {
      notSent.push(unreachable(recipient, 'no_address', NO_ADDRESS_REASON));
      continue;
    }
    const reason = (other === undefined ? dead : deadElsewhere).get(address)?.reason;
    // who complained of marketing still gets their results
    if (reason !== undefined && (reason !== 'complaint' || stream.stream === 'marketing')) {
      notSent.push({ recipient, state: 'suppressed', ruling: DEAD });
      continue;
    }
    const events = consent.get(recipient.contactId) ?? [];
    const answer = decide(
      {
        sender: dispatch.terms.sender,
        communication: dispatch.communication,
        recipient: { ...recipientAt(events, now), state: textOf(known, 'state') },
        now,
        message: {
          contactId: recipient.contactId,
          address,
          attributes: only(known, shown),
        },
      },
      dispatch.terms.profile,
    );
    if (!answer.permitted) {
      const { verdict, code, rule, authorization: authorizationKind, citations, reason } = answer;
      const ruling = { verdict, code, rule, authorizationKind, citations, obligations: [], reason };
      notSent.push({ recipient, state: 'refused', ruling });
    } else if (answer.obligations.includes('alternative_address') && other === undefined) {
      // 45 CFR 164.522(b): not to the address on file
      notSent.push(unreachable(recipient, 'no_other_address', NO_OTHER_ADDRESS_REASON));
    } else {
      const against = wishes(recipient.contactId);
      if (against !== null) {
        notSent.push({ recipient, state: 'refused', ruling: { ...NO_RULING, ...against } });
        continue;
      }
      const name = NAME.flatMap((key) => textOf(known, key) ?? []).join(' ');
      const place = { state: textOf(known, 'state'), zip: textOf(known, 'zip') };
      permitted.push({
        recipient,
        permit: answer,
        consentEvents: events.length,
        name: name === '' ? null : name,
        place,
      });
    }
  }
  return { permitted, notSent };
}

const BROKEN: Ruling = {
  ...NO_RULING,
  code: 'record_broken',
  reason: 'The record of this person was altered or damaged and does not open.',
};

const DEAD: Ruling = {
  ...NO_RULING,
  code: 'address_suppressed',
  reason: ADDRESS_SUPPRESSED_REASON,
};

function unreachable(recipient: Recipient, code: Unreachable, reason: string): NotSent {
  const citations = code === 'no_other_address' ? ['45 CFR 164.522(b)'] : [];
  return { recipient, state: 'suppressed', ruling: { ...NO_RULING, code, reason, citations } };
}

/** What the message may show, and no more: minimum necessary, 45 CFR 164.502(b). */
function only(known: Attributes, keys: ReadonlySet<string>): Attributes {
  const shown: Record<string, Attributes[string]> = {};
  for (const key of keys) {
    const value = Object.hasOwn(known, key) ? known[key] : undefined;
    if (value !== undefined) shown[key] = value;
  }
  return shown;
}

function textOf(attributes: Attributes, key: string): string | null {
  const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
