import { performance } from 'node:perf_hooks';
import { faultSentence, type ServerReply } from '../smtp/index.ts';
import { type End, endOf, isInsecure } from './end-of.ts';
import { heedRefusal } from './heed-refusal.ts';
import { leaveInPortal } from './leave-in-portal.ts';
import type { Leaving } from './leaving.ts';
import type { Dispatch } from './load-dispatch.ts';
import { domainOf, makeMessage } from './make-message.ts';
import { permitRuling } from './permit-ruling.ts';
import { persist } from './persist.ts';
import type { JobEnd } from './pool.ts';
import type { Sender } from './sender.ts';
import { type Settlement, settled } from './settle-sends.ts';
import type { WayOut } from './way-out.ts';
import { queueName, withoutPerson } from './without-person.ts';

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
  const rule = async (code: string, reason: string) =>
    persist(sender, async () =>
      sender.dictionary.ruling(campaign.organizationId, { ...permitRuling(permit), code, reason }),
    );

  const done = async (end: JobEnd) => {
    heed(sender, leaving, end);
    const { deferrals, insecure } = leaving;
    const circumstances = { stream: stream.stream, single: way.single, deferrals, insecure };
    const meaning = endOf(end, { ...circumstances, retrySeconds: deps.retrySeconds ?? 60 });
    const told = { ...base, ...(await wordsOf(sender, dispatch, leaving, end)) };
    await conclude(meaning, told, end);
  };

  const conclude = async (meaning: End, told: Settlement, end: JobEnd): Promise<void> => {
    switch (meaning.kind) {
      case 'accepted':
        sender.providerFigures.count(campaign.organizationId, permit.address);
        return settle({ ...told, state: 'accepted' }, true);
      case 'failed': {
        const why = await rule(meaning.code, meaning.reason);
        if (meaning.code === 'rejected') await heedRefusal(sender, dispatch, permit.address, told);
        return settle({ ...told, state: 'failed', ruling: why }, told.smtpCode !== null);
      }
      case 'deferred':
        return settle({
          ...told,
          ruling: null,
          state: 'deferred',
          seconds: meaning.seconds,
          insecure: meaning.insecure ?? false,
        });
      case 'uncertain':
        return settle({ ...told, state: 'uncertain' });
      case 'again':
        shaper.giveBack(leaving.asked);
        if (journal.broken) return ended({ kind: 'unavailable', sentence: JOURNAL_BROKEN });
        return settle(settled(leaving, 'queued'));
      case 'unavailable': {
        const { server } = end;
        const sentence =
          server === null
            ? 'Nothing was sent: there is no mail server to send to.'
            : faultSentence(server, meaning.fault);
        return ended({ kind: 'unavailable', sentence });
      }
      case 'insecure':
        return leaveInPortal(sender, dispatch, leaving, told, settle, rule);
    }
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
      const made = makeMessage(deps.publicUrl, dispatch, leaving.permitted);
      if (!('missing' in made)) return made;
      shaper.giveBack(leaving.asked);
      rule('missing_value', made.sentence).then(
        (why) => settle({ ...settled(leaving, 'refused'), ruling: why }),
        () => settle(settled(leaving, 'queued')),
      );
      return null;
    },
    mayEnd() {
      if (!leases.holds(leaving.batch, performance.now())) return false;
      return journal.intent(campaign, { ...base, state: 'uncertain' });
    },
    done(end) {
      done(end).catch((error: unknown) => {
        deps.log.error(
          { campaignId: campaign.id, error },
          'The end of a message was not understood.',
        );
        settle({ ...base, state: 'uncertain' });
      });
    },
  });
}

const JOURNAL_BROKEN =
  'Nothing is sent for now: the journal of this server cannot be written. Its disk may be full.';

/** What the shaper and the TLS figures learn. */
function heed(sender: Sender, { route, permitted, asked }: Leaving, end: JobEnd): void {
  const { deps, shaper, tlsFigures } = sender;
  const fault = end.kind === 'unavailable' ? end.fault : faultOf(end);
  const reply =
    end.kind === 'ended' && end.outcome.kind === 'answered' ? end.outcome.reply : fault?.reply;
  if (reply !== undefined && reply.code >= 300) {
    const { code, enhanced } = reply;
    const { organizationId } = asked;
    const text = withoutPerson(reply.text, permitted.permit);
    shaper.heard(route.site, { code, enhanced, text, organizationId });
  } else if (fault !== undefined && !isInsecure(fault)) {
    shaper.heard(route.site, { code: null, enhanced: null, text: '' });
  }
  const domain = domainOf(permitted.permit.address);
  tlsFigures.count(asked.organizationId, domain, route, end, deps.now());
}

function faultOf(end: JobEnd) {
  return end.kind === 'ended' && end.outcome.kind === 'broken' ? end.outcome.fault : undefined;
}

/** The server's codes and words, and the way that the message took. */
async function wordsOf(
  sender: Sender,
  { campaign }: Dispatch,
  { route: { site }, permitted: { permit } }: Leaving,
  end: JobEnd,
): Promise<Partial<Settlement>> {
  const said = ({ code, enhanced, text }: ServerReply) => ({
    smtpCode: code,
    enhancedCode: enhanced,
    reply: code < 300 ? queueName(text) : withoutPerson(text, permit),
  });
  if (end.kind === 'unavailable') {
    const { code } = end.fault;
    return end.fault.reply === undefined ? { reply: code } : said(end.fault.reply);
  }
  const { session, server, outcome } = end;
  const taken = { site, host: server.host, peer: session.peer, tls: session.tls };
  const number = sender.dictionary.route(campaign.organizationId, taken);
  const route =
    typeof number === 'number'
      ? number
      : await number.catch(() =>
          persist(sender, async () => sender.dictionary.route(campaign.organizationId, taken)),
        );
  if (outcome.kind === 'answered') return { route, ...said(outcome.reply) };
  if (outcome.kind !== 'broken') return { route };
  return { route, ...(outcome.fault.reply !== undefined && said(outcome.fault.reply)) };
}
