import { performance } from 'node:perf_hooks';
import { render } from '@postern/core/templates';
import { type End, endOf } from './end-of.ts';
import type { Leaving } from './leaving.ts';
import type { Dispatch } from './load-dispatch.ts';
import { extrasOf } from './make-message.ts';
import { makeNotice } from './make-notice.ts';
import { demandsNothing, noticeServers } from './notice-servers.ts';
import { persist } from './persist.ts';
import { rejectionOf } from './rejection-of.ts';
import type { Sender } from './sender.ts';
import { type Settlement, settled } from './settle-sends.ts';
import type { WayOut } from './way-out.ts';
import { wordsOf } from './words-of.ts';

/** How the end of one message is told. */
export interface Telling {
  /** No more is to leave. */
  readonly over: () => boolean;
  readonly settle: (settlement: Settlement, answered?: boolean) => void;
  /** For this reason, once that has its number; the journal has the outcome before. */
  readonly rule: (settlement: Settlement, code: string, reason: string) => void;
  /** It did not leave, through no fault of its own. */
  readonly again: () => void;
}

/**
 * What is done with a message for whom no TLS was to be had, time and again: it waits in the portal,
 * and a notice that says nothing of the person goes out in its place; or it is dropped, as the
 * organization has it for the stream. It never goes in clear itself.
 */
export async function leaveInPortal(
  sender: Sender,
  dispatch: Dispatch,
  way: WayOut,
  leaving: Leaving,
  told: Settlement,
  telling: Telling,
): Promise<void> {
  const { deps, journal, leases, pools, shaper } = sender;
  const { organization, keys, campaign, stream } = dispatch;
  const { contactId, route, deferrals, insecure } = leaving;
  const { permit } = leaving.permitted;
  const { pickUp } = deps;
  if (organization.portal.withoutTls[stream.stream] !== 'portal' || pickUp === null) {
    return telling.rule({ ...told, state: 'failed' }, 'no_tls', NO_TLS);
  }
  if (!route.servers.some(demandsNothing))
    return telling.rule({ ...told, state: 'failed' }, 'no_tls', DEMANDED);
  const rendered = render(dispatch.template, permit, extrasOf(deps.publicUrl, dispatch, contactId));
  if ('missing' in rendered) {
    return telling.rule(settled(leaving, 'refused'), 'missing_value', rendered.sentence);
  }
  const given = { organization, keys, campaign, contactId, rendered };
  const notice = await persist(sender, () => pickUp.leave(given));
  const seed = `${campaign.id}:${contactId}`;
  const message = await makeNotice(dispatch, permit.address, notice, seed, dispatch.launchedAt);
  const inClear = notice.inClear && shaper.limits(route.site).tlsRequired !== true;
  const retrySeconds = deps.retrySeconds ?? 60;
  const circumstances = {
    stream: stream.stream,
    single: false,
    deferrals,
    insecure,
    retrySeconds,
  } as const;
  // connections of its own: what they may is another thing
  const name = `${way.name} notice ${inClear ? 'in clear' : 'over TLS'}`;
  const servers = noticeServers(route.servers, inClear);
  pools.of({ ...way, name }, { ...route, servers }, 'transactional').submit({
    message() {
      if (!telling.over()) return message;
      telling.again();
      return null;
    },
    mayEnd() {
      if (!leases.holds(leaving.batch, performance.now())) return false;
      return journal.intent(campaign, { ...told, state: 'uncertain', way: 'portal' });
    },
    done(end) {
      const meaning = endOf(end, circumstances);
      if (meaning.kind !== 'failed' || meaning.code !== 'rejected') {
        return conclude(meaning, told, telling);
      }
      const said = { ...told, ...wordsOf(leaving, end) };
      const rejection = rejectionOf(keys, permit.address, said);
      conclude(meaning, { ...said, rejection }, telling);
    },
  });
}

function conclude(end: End, told: Settlement, { settle, rule, again }: Telling): void {
  switch (end.kind) {
    case 'accepted':
      return settle({ ...told, state: 'accepted', way: 'portal' }, true);
    case 'deferred':
      return settle({ ...told, ruling: null, state: 'deferred', seconds: end.seconds });
    case 'uncertain':
      return settle({ ...told, state: 'uncertain', way: 'portal' });
    case 'again':
      return again();
    case 'failed':
    case 'insecure':
    case 'unavailable':
      return rule({ ...told, state: 'failed' }, 'no_tls', NO_NOTICE);
  }
}

const NO_TLS =
  'Their mail server offers no TLS that can be trusted, and nothing is ever sent in clear.';
const DEMANDED =
  'Their domain demands a mail server that proves who it is (DANE or MTA-STS), and none did; so no notice of the message may go there either.';
const NO_NOTICE =
  'Their mail server offers no TLS that can be trusted, and took no notice of the message either.';
