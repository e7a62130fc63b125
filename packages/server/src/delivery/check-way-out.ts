import { faultSentence, openSession, type TlsFacts } from '../smtp/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { Dispatch } from './load-dispatch.ts';
import { wayOut } from './way-out.ts';

/** Whether mail can leave as the settings say, in a sentence. */
export interface WayOutCheck {
  readonly ok: boolean;
  readonly kind: 'sandbox' | 'relay' | 'direct' | null;
  readonly sentence: string;
  readonly tls: TlsFacts | null;
}

/** Connects to the one server, verifies and signs in; sends nothing. */
export async function checkWayOut(
  deps: Pick<DeliveryDeps, 'sandbox' | 'publicUrl' | 'routeOf'>,
  given: Pick<Dispatch, 'organization' | 'keys' | 'stream'>,
): Promise<WayOutCheck> {
  const way = wayOut(deps, given);
  if (typeof way === 'string') return { ok: false, kind: null, sentence: way, tls: null };
  const { kind } = way;
  // to our own domain first: whether anything at all can be looked up
  const routing = await way.routeTo(given.stream.domain);
  if (kind === 'direct') {
    if (routing.kind === 'unknown') {
      return { ok: false, kind, sentence: routing.sentence, tls: null };
    }
    return { ok: true, kind, sentence: DIRECT, tls: null };
  }
  const server = routing.kind === 'route' ? routing.route.servers[0] : undefined;
  if (server === undefined) throw new Error('A way to one server has no server.');
  const session = await openSession(server);
  if ('kind' in session) {
    return { ok: false, kind, sentence: faultSentence(server, session.fault), tls: null };
  }
  session.quit();
  const { tls } = session;
  const how = tls === null ? 'in clear' : `by ${tls.protocol} (${tls.cipher})`;
  const login = server.login === null ? '' : ', and it accepts the sign-in';
  const sentence = `The mail server at ${server.host}, port ${server.port}, answers ${how}, its certificate is verified${login}.`;
  return { ok: true, kind, sentence, tls };
}

const DIRECT =
  'Mail servers are looked up for each recipient. Whether they take mail from here shows with the first message: port 25 must be open to the outside.';
