import { render } from '@postern/core/templates';
import { endOf } from './end-of.ts';
import type { Leaving } from './leaving.ts';
import type { Dispatch } from './load-dispatch.ts';
import { extrasOf } from './make-message.ts';
import { makeNotice } from './make-notice.ts';
import { persist } from './persist.ts';
import { Pool } from './pool.ts';
import type { Sender } from './sender.ts';
import { type Settlement, settled } from './settle-sends.ts';

/**
 * What is done with a message for whom no TLS was to be had, time and again: it waits in the portal,
 * and a notice that says nothing of the person goes out in its place; or it is dropped, as the
 * organization has it for the stream. It never goes in clear itself.
 */
export async function leaveInPortal(
  sender: Sender,
  dispatch: Dispatch,
  leaving: Leaving,
  told: Settlement,
  settle: (settlement: Settlement, answered?: boolean) => void,
  rule: (code: string, reason: string) => Promise<number>,
): Promise<void> {
  const { deps } = sender;
  const { organization, keys, campaign, stream } = dispatch;
  const { permit } = leaving.permitted;
  if (organization.portal.withoutTls[stream.stream] !== 'portal' || deps.pickUp === null) {
    return settle({ ...told, state: 'failed', ruling: await rule('no_tls', NO_TLS) });
  }
  const rendered = render(
    dispatch.template,
    permit,
    extrasOf(deps.publicUrl, dispatch, leaving.contactId),
  );
  if ('missing' in rendered) {
    const ruling = await rule('missing_value', rendered.sentence);
    return settle({ ...settled(leaving, 'refused'), ruling });
  }
  const { contactId } = leaving;
  const { pickUp } = deps;
  const given = { organization, keys, campaign, contactId, rendered };
  const notice = await persist(sender, () => pickUp.leave(given));
  const seed = `${campaign.id}:${contactId}`;
  const message = await makeNotice(dispatch, permit.address, notice, seed, deps.now());
  const servers = leaving.route.servers.map((server) => ({
    ...server,
    trust: { kind: 'noted' } as const,
    clearAllowed: notice.inClear,
  }));
  const pool = new Pool(
    () => servers,
    () => ({ connections: 1, messagesPerConnection: 1 }),
  );
  const end = await new Promise<Parameters<typeof endOf>[0]>((resolve) => {
    pool.submit({ message: () => message, mayEnd: () => true, done: resolve });
  });
  await pool.close();
  const { deferrals, insecure } = leaving;
  const retrySeconds = deps.retrySeconds ?? 60;
  const circumstances = {
    stream: 'transactional',
    single: false,
    deferrals,
    insecure,
    retrySeconds,
  } as const;
  const meaning = endOf(end, circumstances);
  if (meaning.kind === 'accepted')
    return settle({ ...told, state: 'accepted', way: 'portal' }, true);
  if (meaning.kind === 'deferred') {
    return settle({ ...told, ruling: null, state: 'deferred', seconds: meaning.seconds });
  }
  settle({ ...told, state: 'failed', ruling: await rule('no_tls', NO_NOTICE) });
}

const NO_TLS =
  'Their mail server offers no TLS that can be trusted, and nothing is ever sent in clear.';
const NO_NOTICE =
  'Their mail server offers no TLS that can be trusted, and took no notice of the message either.';
