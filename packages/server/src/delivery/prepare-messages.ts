import {
  NO_ADDRESS_REASON,
  NO_OTHER_ADDRESS_REASON,
  type Unreachable,
} from '@postern/core/campaigns';
import { recipientAt } from '@postern/core/consent';
import { readEmail } from '@postern/core/contacts';
import { decide, type Permit } from '@postern/core/gate';
import { render } from '@postern/core/templates';
import type { Attributes } from '@postern/core/values';
import { loadConsent } from '../consent/index.ts';
import type { Claim } from './claim-sends.ts';
import { compose, offersUnsubscribe } from './compose.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { HandOver } from './hand-over.ts';
import type { Dispatch } from './load-dispatch.ts';
import { messageLinks } from './message-links.ts';
import { openEach } from './open-each.ts';
import type { Settlement } from './settle-sends.ts';
import type { OutgoingMessage } from './transport.ts';

export interface Prepared extends HandOver {
  readonly message: OutgoingMessage;
}

/** Beside the template's fields: the name in the To header. */
const NAME = ['given_name', 'family_name'];

/**
 * Asks the gate about each of a group anew, as consent stands now, and makes the messages of those
 * it permits. The others are settled: refused, or without an address.
 */
export async function prepareMessages(
  deps: DeliveryDeps,
  dispatch: Dispatch,
  claims: readonly Claim[],
): Promise<{ readonly messages: readonly Prepared[]; readonly settled: readonly Settlement[] }> {
  const { organization } = dispatch;
  const ids = claims.map((claim) => claim.contactId);
  const contacts = await openEach(deps, dispatch, ids);
  // last of all that is read, so that the gate sees what was recorded a moment ago
  const consent = await loadConsent(deps.database, organization.id, ids);
  const now = deps.now().toISOString();
  const messages: Prepared[] = [];
  const settled: Settlement[] = [];
  for (const claim of claims) {
    const known = contacts.get(claim.contactId) ?? {};
    if (known === 'broken') {
      settled.push({ claim, state: 'failed', code: 'record_broken', reason: BROKEN_REASON });
      continue;
    }
    const address = readEmail(textOf(known, 'email') ?? '');
    if (address === null) {
      settled.push(withoutAddress(claim, 'no_address', NO_ADDRESS_REASON));
      continue;
    }
    const events = consent.get(claim.contactId) ?? [];
    const answer = decide(
      {
        sender: dispatch.terms.sender,
        communication: dispatch.communication,
        recipient: { ...recipientAt(events, now), state: textOf(known, 'state') },
        now,
        message: {
          contactId: claim.contactId,
          address,
          attributes: shownOf(known, dispatch),
        },
      },
      dispatch.terms.profile,
    );
    if (!answer.permitted) {
      const { verdict, code, rule, authorization: authorizationKind, citations, reason } = answer;
      const grounds = { verdict, code, rule, authorizationKind, citations, reason };
      settled.push({ claim, state: 'refused', ...grounds });
    } else if (answer.obligations.includes('alternative_address')) {
      // 45 CFR 164.522(b): not to the address on file, and no other can be on file yet
      settled.push(withoutAddress(claim, 'no_other_address', NO_OTHER_ADDRESS_REASON));
    } else {
      const made = await messageOf(deps, dispatch, answer);
      if ('missing' in made) {
        settled.push({ claim, state: 'refused', ...made.grounds });
      } else {
        messages.push({ claim, permit: answer, consentEvents: events.length, ...made });
      }
    }
  }
  return { messages, settled };
}

const BROKEN_REASON = 'The record of this person was altered or damaged and does not open.';

function withoutAddress(claim: Claim, code: Unreachable, reason: string): Settlement {
  const citations = code === 'no_other_address' ? ['45 CFR 164.522(b)'] : [];
  return { claim, state: 'suppressed', code, reason, citations };
}

/** What the message may show, and no more: minimum necessary, 45 CFR 164.502(b). */
function shownOf(known: Attributes, { template }: Dispatch): Attributes {
  const keys = new Set([...template.fields.map((field) => field.key), ...NAME]);
  return Object.fromEntries(Object.entries(known).filter(([key]) => keys.has(key)));
}

async function messageOf(deps: DeliveryDeps, dispatch: Dispatch, permit: Permit) {
  const { organization, keys, communication, campaign } = dispatch;
  const subject = { campaignId: campaign.id, contactId: permit.contactId };
  const links = messageLinks(deps.publicUrl, keys, organization.number, subject);
  const offers = offersUnsubscribe(communication, dispatch.stream);
  const rendered = render(dispatch.template, permit, {
    organizationName: organization.name,
    organizationAddress: organization.postalAddress,
    unsubscribeUrl: links.unsubscribe,
    commercial: offers,
    linkUrl: links.link,
    openUrl: links.open,
  });
  if ('missing' in rendered) {
    const { verdict, rule, citations } = permit;
    const grounds = { verdict, rule, citations, code: 'missing_value', reason: rendered.sentence };
    return { missing: rendered.missing, grounds };
  }
  const name = NAME.flatMap((key) => textOf(permit.attributes, key) ?? []).join(' ');
  const { messageId, ...message } = await compose(
    {
      rendered,
      permit,
      campaignId: campaign.id,
      date: dispatch.launchedAt,
      fromName: organization.fromName,
      fromAddress: organization.fromAddress,
      toName: name === '' ? null : name,
      unsubscribeUrl: offers ? links.unsubscribe : null,
    },
    keys,
    dispatch.dkim,
  );
  return { messageId, message: { ...message, envelopeId: campaign.id } };
}

function textOf(attributes: Attributes, key: string): string | null {
  const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
