import { performance } from 'node:perf_hooks';
import { faultSentence } from '../smtp/index.ts';
import { type End, endOf, isInsecure } from './end-of.ts';
import { JOURNAL_BROKEN } from './journal.ts';
import { leaveInPortal, type Telling } from './leave-in-portal.ts';
import type { Leaving } from './leaving.ts';
import type { Dispatch } from './load-dispatch.ts';
import { domainOf, makeMessage } from './make-message.ts';
import { permitRuling } from './permit-ruling.ts';
import { persist } from './persist.ts';
import type { JobEnd } from './pool.ts';
import { rejectionOf } from './rejection-of.ts';
import type { Sender } from './sender.ts';
import { type Settlement, settled } from './settle-sends.ts';
import type { WayOut } from './way-out.ts';
import { withoutPerson } from './without-person.ts';
import { faultOf, wordsOf } from './words-of.ts';

export type MessageEnd =
  | { readonly kind: 'settled'; readonly settlement: Settlement; readonly answered: boolean }
  /** It waited too long for a connection: what the gate said is stale. */
  | { readonly kind: 'anew' }
  | { readonly kind: 'unavailable'; readonly sentence: string };

/** A decision that is older, in milliseconds, is made anew: consent may have been withdrawn since. */
const STALE = 2_000;

/**
 * Sends one message that was handed over: it is made when a connection is free for it, its intent is
 * in the journal before its end leaves, and `ended` is told what to record. `over`: no more is to
 * leave. Calls `ended` once.
 */
export function sendMessage(
  sender: Sender,
  dispatch: Dispatch,
  way: WayOut,
  leaving: Leaving,
  over: () => boolean,
  ended: (end: MessageEnd) => void,
): void {
  const { deps, journal, leases, pools, shaper } = sender;
  const { campaign, stream } = dispatch;
  const { permit } = leaving.permitted;
  const { ruling } = leaving;
  const base: Settlement = {
    ...settled(leaving, 'queued'),
    ruling,
    authorizationId: permit.documentId,
  };
  const settle = (settlement: Settlement, answered = false) =>
    ended({ kind: 'settled', settlement, answered });
  const failed = (message: string) => (error: unknown) =>
    deps.log.error({ campaignId: campaign.id, error }, message);

  /** Waits for numbers that the database has to give; the journal has the outcome before. */
  const complete = (
    known: Settlement,
    route: Numbered,
    ruling: Numbered,
    told: (settlement: Settlement) => void,
  ) => {
    if (isKnown(route) && isKnown(ruling)) return told({ ...known, route, ruling });
    journal.result(campaign, known);
    Promise.all([route, ruling]).then(
      ([route, ruling]) => told({ ...known, route, ruling }),
      (error) => {
        failed('An outcome is recorded without its grounds.')(error);
        told(known);
      },
    );
  };
  const rulingOf = (code: string, reason: string): Numbered =>
    numberOf(sender, () =>
      sender.dictionary.ruling(campaign.organizationId, { ...permitRuling(permit), code, reason }),
    );
  const again = () => {
    shaper.giveBack(leaving.asked);
    if (journal.broken) return ended({ kind: 'unavailable', sentence: JOURNAL_BROKEN });
    settle(settled(leaving, 'queued'));
  };
  const telling: Telling = {
    over,
    settle,
    again,
    rule: (known, code, reason) =>
      complete(known, known.route, rulingOf(code, reason), (one) => settle(one)),
  };

  const done = (end: JobEnd): void => {
    heed(sender, way, leaving, end);
    const { deferrals, insecure } = leaving;
    const circumstances = { stream: stream.stream, single: way.single, deferrals, insecure };
    const meaning = endOf(end, { ...circumstances, retrySeconds: deps.retrySeconds ?? 60 });
    const { smtpCode = null, enhancedCode = null, reply = null } = wordsOf(leaving, end);
    const rejected = meaning.kind === 'failed' && meaning.code === 'rejected';
    const said = { smtpCode, enhancedCode, reply };
    const rejection = rejected ? rejectionOf(dispatch.keys, permit.address, said) : null;
    const told = { ...base, smtpCode, enhancedCode, reply, rejection };
    const known = outcomeOf(meaning, told);
    if (known === null) return withoutOutcome(meaning, told, end);
    const ruling =
      meaning.kind === 'failed' ? rulingOf(meaning.code, meaning.reason) : known.ruling;
    complete(known, routeOf(sender, dispatch, leaving, end), ruling, (settlement) => {
      const accepted = settlement.state === 'accepted';
      if (accepted) sender.providerFigures.count(campaign.organizationId, permit.address);
      settle(settlement, accepted || (meaning.kind === 'failed' && told.smtpCode !== null));
    });
  };

  const withoutOutcome = (meaning: End, told: Settlement, end: JobEnd): void => {
    if (meaning.kind === 'insecure') {
      leaveInPortal(sender, dispatch, way, leaving, told, telling).catch((error: unknown) => {
        failed('A message could not be left in the portal.')(error);
        settle(settled(leaving, 'queued'));
      });
    } else if (meaning.kind === 'unavailable') {
      const { server } = end;
      const sentence =
        server === null
          ? 'Nothing was sent: there is no mail server to send to.'
          : faultSentence(server, meaning.fault);
      ended({ kind: 'unavailable', sentence });
    } else again();
  };

  pools.of(way, leaving.route, stream.stream).submit({
    message() {
      if (over()) {
        shaper.giveBack(leaving.asked);
        settle(settled(leaving, 'queued'));
        return null;
      }
      if (performance.now() - leaving.handedOver > STALE) {
        shaper.giveBack(leaving.asked);
        ended({ kind: 'anew' });
        return null;
      }
      const made = attempted(() => makeMessage(deps.publicUrl, dispatch, leaving.permitted));
      if (made === null)
        deps.log.error({ campaignId: campaign.id }, 'A message could not be made.');
      else if (!('missing' in made)) return made;
      shaper.giveBack(leaving.asked);
      const reason = made?.sentence ?? UNMADE;
      telling.rule(settled(leaving, 'refused'), 'missing_value', reason);
      return null;
    },
    mayEnd() {
      if (!leases.holds(leaving.batch, performance.now())) return false;
      return journal.intent(campaign, { ...base, state: 'uncertain' });
    },
    done(end) {
      try {
        done(end);
      } catch (error) {
        failed('The end of a message was not understood.')(error);
        settle({ ...base, state: 'uncertain' });
      }
    },
  });
}

type Numbered = number | null | Promise<number>;
const isKnown = (number: Numbered): number is number | null =>
  number === null || typeof number === 'number';

/** At once where the number is known, else however long the database is away. */
function numberOf(sender: Sender, look: () => number | Promise<number>): number | Promise<number> {
  const number = look();
  if (typeof number === 'number') return number;
  return number.catch(() => persist(sender, async () => look()));
}

/** What the end of a message is for the record; null where it is none. */
function outcomeOf(meaning: End, told: Settlement): Settlement | null {
  switch (meaning.kind) {
    case 'accepted':
    case 'failed':
    case 'uncertain':
      return { ...told, state: meaning.kind };
    case 'deferred': {
      const { kind: state, seconds, insecure = false, doubted = false } = meaning;
      return { ...told, ruling: doubted ? told.ruling : null, state, seconds, insecure, doubted };
    }
    default:
      return null;
  }
}

const UNMADE = 'The message could not be made for this person; the log of the server says more.';

/** Null where it throws: in the middle of a conversation nobody would catch it. */
function attempted<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** What the shaper and the TLS figures learn. */
function heed(
  sender: Sender,
  { single }: WayOut,
  { route, permitted, asked }: Leaving,
  end: JobEnd,
): void {
  const { deps, shaper, tlsFigures } = sender;
  const fault = end.kind === 'unavailable' ? end.fault : faultOf(end);
  const reply =
    end.kind === 'ended' && end.outcome.kind === 'answered' ? end.outcome.reply : fault?.reply;
  if (reply !== undefined && reply.code >= 300) {
    const { code, enhanced } = reply;
    const { organizationId } = asked;
    const text = withoutPerson(reply.text, permitted.permit);
    shaper.heard(route.site, { code, enhanced, text, organizationId });
  } else if (fault !== undefined && !isInsecure(fault) && !single) {
    // a server of our own that cannot be had holds the campaign, until a person or the clock says
    shaper.heard(route.site, { code: null, enhanced: null, text: '' });
  }
  const domain = domainOf(permitted.permit.address);
  tlsFigures.count(asked.organizationId, domain, route, end, deps.now());
}

/** The number of the way that the message took. */
function routeOf(
  sender: Sender,
  { campaign }: Dispatch,
  { route: { site } }: Leaving,
  end: JobEnd,
): Numbered {
  if (end.kind === 'unavailable') return null;
  const { session, server } = end;
  const taken = { site, host: server.host, peer: session.peer, tls: session.tls };
  return numberOf(sender, () => sender.dictionary.route(campaign.organizationId, taken));
}
