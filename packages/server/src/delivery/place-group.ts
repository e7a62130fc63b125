import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { providerOf } from '@postern/core/returns';
import { type Routing, tlsOutcomeOfRouting } from '../destinations/index.ts';
import type { StreamSettings } from '../domains/index.ts';
import type { Organization } from '../organizations/index.ts';
import type { Asked, OpenShaper } from '../shaping/index.ts';
import type { Permitted } from './decide-group.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { type End, later } from './end-of.ts';
import type { Dispatch } from './load-dispatch.ts';
import { domainOf } from './make-message.ts';
import type { Backlog, Sender } from './sender.ts';
import type { TlsFigures } from './tls-figures.ts';
import type { WayOut } from './way-out.ts';

type Found = Extract<Routing, { kind: 'route' }>['route'];

/** Somebody whose message may leave now, and where to. */
export interface Placed {
  readonly permitted: Permitted;
  readonly route: Found;
  readonly asked: Asked;
}

/** Somebody whose message goes nowhere now. `postponed`: their turn comes in so many seconds. */
export interface Unplaced {
  readonly permitted: Permitted;
  readonly end: End | { readonly kind: 'postponed'; readonly seconds: number };
  /** Why there is no way to their server, in a word for the record. */
  readonly why?: string;
}

/** A pause that is shorter, in milliseconds, costs less than coming back. */
const WORTH_WAITING = 500;
/** Who is placed leaves before so many milliseconds are over, though others of the group have no place. */
const HELD_UP = 250;
/** How long marketing waits for a person to release its provider, in seconds, before it looks again. */
const STOPPED = 300;
/** Nobody is put off for longer, in seconds: what is known of a receiver changes. */
const LONGEST = 1_800;

/** What it needs of a sender. */
interface Placing extends Pick<Sender, 'signal'> {
  readonly deps: Pick<DeliveryDeps, 'now' | 'retrySeconds'>;
  readonly shaper: Pick<OpenShaper, 'take' | 'limits' | 'dueWindow'>;
  readonly backlog: Pick<Backlog, 'behind'>;
  readonly tlsFigures: Pick<TlsFigures, 'add'>;
}

interface From extends Pick<Dispatch, 'campaign' | 'stopped'> {
  readonly organization: Pick<Organization, 'id'>;
  readonly stream: Pick<StreamSettings, 'stream' | 'domain' | 'localAddress'>;
}

interface Places {
  readonly placed: readonly Placed[];
  readonly unplaced: readonly Unplaced[];
  /** Nothing was done about these, the last of the group: they come first in the next. */
  readonly left: readonly Permitted[];
}

/**
 * Finds the way for each of a group, and a place in the pace of where it leads. Who has none now is
 * postponed until there is: nobody waits behind a slow receiver. A slow pace makes small groups, so
 * that messages leave when their turn is and a pause finds few on their way.
 */
export async function placeGroup(
  sender: Placing,
  dispatch: From,
  way: Pick<WayOut, 'routeTo'>,
  group: readonly Permitted[],
): Promise<Places> {
  const placed: Placed[] = [];
  const unplaced: Unplaced[] = [];
  const { shaper, deps } = sender;
  const { campaign, stream } = dispatch;
  const routings = await Promise.all(
    group.map(async (one) => way.routeTo(domainOf(one.permit.address))),
  );
  let first = 0;
  for (const [place, permitted] of group.entries()) {
    const routing = routings[place];
    if (routing === undefined) continue;
    if (dispatch.stopped.size > 0 && dispatch.stopped.has(providerOf(permitted.permit.address))) {
      unplaced.push({ permitted, end: { kind: 'postponed', seconds: STOPPED } });
      continue;
    }
    if (routing.kind !== 'route') {
      const failure = tlsOutcomeOfRouting(routing);
      if (failure !== null) {
        const { organization } = dispatch;
        const domain = domainOf(permitted.permit.address);
        sender.tlsFigures.add(organization.id, domain, failure, deps.now());
      }
      const { deferrals } = permitted.recipient;
      const end: End =
        routing.kind === 'none'
          ? { kind: 'failed', code: routing.code, reason: routing.sentence }
          : later({ deferrals, retrySeconds: deps.retrySeconds ?? 60 });
      unplaced.push({ permitted, end, why: routing.code });
      continue;
    }
    const { route } = routing;
    const ids = { organizationId: campaign.organizationId, campaignId: campaign.id };
    const opens = shaper.dueWindow({ ...ids, stream: stream.stream, ...permitted.place });
    if (opens !== null) {
      const seconds = Math.max(1, (opens.getTime() - deps.now().getTime()) / 1000);
      unplaced.push({ permitted, end: { kind: 'postponed', seconds } });
      continue;
    }
    const asked: Asked = {
      site: route.site,
      ...ids,
      stream: stream.stream,
      sendingDomain: stream.domain,
      ...(stream.localAddress !== null && { localAddress: stream.localAddress }),
    };
    let pace = shaper.take(asked);
    while (pace.kind === 'wait' && pace.milliseconds <= WORTH_WAITING) {
      const heldUp = placed.length > 0 ? performance.now() - first + pace.milliseconds : 0;
      if (heldUp > HELD_UP || sender.signal.aborted) {
        return { placed, unplaced, left: group.slice(place) };
      }
      await sleep(pace.milliseconds, undefined, { signal: sender.signal }).catch(() => {});
      pace = shaper.take(asked);
    }
    if (pace.kind === 'go') {
      if (placed.length === 0) first = performance.now();
      placed.push({ permitted, route, asked });
    } else {
      const seconds = sender.backlog.behind(
        route.site,
        pace.milliseconds,
        shaper.limits(route.site),
      );
      unplaced.push({ permitted, end: { kind: 'postponed', seconds: Math.min(seconds, LONGEST) } });
    }
  }
  return { placed, unplaced, left: [] };
}
