import { performance } from 'node:perf_hooks';
import type { Recipient } from './batches.ts';
import { decideGroup } from './decide-group.ts';
import { leaseOf } from './delivery-deps.ts';
import { handOver, type OnItsWay } from './hand-over.ts';
import { answered, hold } from './hold.ts';
import { JOURNAL_BROKEN } from './journal.ts';
import type { Leaving } from './leaving.ts';
import type { Dispatch } from './load-dispatch.ts';
import { permitRuling } from './permit-ruling.ts';
import { type Placed, placeGroup, type Unplaced } from './place-group.ts';
import { type MessageEnd, sendMessage } from './send-message.ts';
import type { Sender } from './sender.ts';
import { type Settlement, settled } from './settle-sends.ts';
import type { WayOut } from './way-out.ts';

/** Recipients that are decided upon and handed over at once. */
const GROUP = 64;
/** Handed over and not yet recorded, at most: what fits beside a batch in its page. */
const MOST = 380;

/**
 * One claim of a campaign, from the decision to the record, group by group; the next group is decided
 * while one is on its way. No more is handed over than was recorded before, but for a bounded number:
 * what a crash can leave unrecorded.
 */
export class Round {
  readonly #sender: Sender;
  readonly #dispatch: Dispatch;
  readonly #way: WayOut;
  /** No more of them than the next hand-over says: what a message is made of dies when it was sent. */
  readonly #onTheirWay = new Map<string, OnItsWay>();
  /** To be decided anew. */
  readonly #again: Recipient[] = [];
  /** Are handed over, or may be, and not sent: if the claim is lost, only we know that they wait. */
  readonly #unsent = new Map<string, Recipient>();
  #unrecorded = 0;
  #connections = 1;
  #stopped = false;
  #wake: () => void = () => {};

  constructor(sender: Sender, dispatch: Dispatch, way: WayOut) {
    this.#sender = sender;
    this.#dispatch = dispatch;
    this.#way = way;
  }

  async see(recipients: readonly Recipient[]): Promise<void> {
    const left = [...recipients];
    while (!this.#over) {
      left.push(...this.#again.splice(0));
      if (left.length > 0) left.unshift(...(await this.#leave(left.splice(0, GROUP))));
      else if (this.#onTheirWay.size === 0) return;
      else await this.#change();
      // as many as the connections take up while the next group is decided
      const most = Math.min(Math.max(GROUP, 2 * this.#connections), MOST - GROUP);
      while (!this.#over && this.#onTheirWay.size > most) await this.#change();
    }
  }

  /** What is on its way ends and is recorded; no more leaves. */
  async end(): Promise<void> {
    this.#stopped = true;
    while (this.#onTheirWay.size > 0) await this.#change();
    // a cancellation left them to us, since they were handed over
    for (const one of this.#again.splice(0)) this.#unsent.set(one.contactId, one);
    for (const one of [...this.#unsent.values()]) this.#settle(settled(one, 'queued'));
    while (this.#unrecorded > 0) await this.#change();
  }

  get #over(): boolean {
    return this.#stopped || this.#sender.signal.aborted;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Answers those for whom it was not yet time: they are decided anew. */
  async #leave(group: readonly Recipient[]): Promise<readonly Recipient[]> {
    const { deps, dictionary } = this.#sender;
    const organizationId = this.#dispatch.organization.id;
    const { permitted, notSent } = await decideGroup(deps, this.#dispatch, group);
    for (const { recipient, state, ruling } of notSent) {
      const number = await dictionary.ruling(organizationId, ruling);
      this.#settle({ ...settled(recipient, state), ruling: number });
    }
    if (this.#over || permitted.length === 0) return [];
    const { placed, unplaced, left } = await placeGroup(
      this.#sender,
      this.#dispatch,
      this.#way,
      permitted,
    );
    for (const one of unplaced) await this.#unplaced(one);
    await this.#handOver(placed);
    return left.map(({ recipient }) => recipient);
  }

  async #handOver(placed: readonly Placed[]): Promise<void> {
    const { deps, owner, journal, dictionary, leases, pools, shaper } = this.#sender;
    const { campaign, organization } = this.#dispatch;
    const giveBack = (some: readonly Placed[]) => {
      for (const { asked } of some) shaper.giveBack(asked);
    };
    if (this.#over) giveBack(placed);
    if (this.#over || placed.length === 0) return;
    const leaving: Leaving[] = [];
    for (const one of placed) {
      const { permitted, route, asked } = one;
      const { batch, contactId, deferrals, insecure } = permitted.recipient;
      const found = dictionary.ruling(organization.id, permitRuling(permitted.permit));
      const ruling = typeof found === 'number' ? found : await found;
      const { consentEvents } = permitted;
      const handedOver = performance.now();
      const who = { batch, contactId, ruling, consentEvents, deferrals, insecure };
      leaving.push({ ...who, permitted, route, asked, handedOver });
    }
    const batches = new Set(leaving.map(({ batch }) => batch));
    if (![...batches].every((batch) => journal.begin(campaign, batch))) {
      giveBack(placed);
      return this.#hold(JOURNAL_BROKEN);
    }
    const lease = leaseOf(deps);
    const began = performance.now();
    const before = [...this.#onTheirWay.values()].filter(({ batch }) => batches.has(batch));
    // a database that is gone before it answers may have recorded them all the same
    for (const { contactId, permitted } of leaving)
      this.#unsent.set(contactId, permitted.recipient);
    const ours = await handOver(deps.database, campaign, owner, leaving, before, lease);
    if (ours.size > 0) leases.renewed(batches, began + lease * 1000);
    // paused, cancelled, or no longer ours: the next claim will tell
    else this.#stopped = true;
    for (const one of leaving) {
      if (ours.has(one.contactId)) {
        const { batch, contactId, ruling } = one;
        this.#onTheirWay.set(contactId, { batch, contactId, ruling });
        this.#unsent.delete(one.contactId);
        this.#connections = pools.limitsOf(one.route).connections;
        this.#send(one);
      } else {
        giveBack([one]);
        // something was recorded about the consent of this one, or nothing of the campaign may go
        this.#again.push(one.permitted.recipient);
      }
    }
  }

  #send(one: Leaving): void {
    const ended = (end: MessageEnd) => {
      if (end.kind === 'anew') {
        this.#onTheirWay.delete(one.contactId);
        this.#unsent.set(one.contactId, one.permitted.recipient);
        this.#again.push(one.permitted.recipient);
        return this.#wake();
      }
      if (end.kind === 'unavailable') this.#unavailable(one, end.sentence);
      else this.#settle(end.settlement, true);
      if (end.kind === 'settled' && end.answered) {
        answered(this.#sender, this.#dispatch.campaign);
      }
    };
    sendMessage(this.#sender, this.#dispatch, this.#way, one, () => this.#over, ended);
  }

  #unavailable(one: Leaving, sentence: string): void {
    this.#hold(sentence);
    this.#settle(settled(one, 'queued'), true);
  }

  #hold(sentence: string): void {
    if (this.#stopped) return;
    this.#stopped = true;
    hold(this.#sender, this.#dispatch.campaign, sentence).catch(() => {});
  }

  async #unplaced({ permitted: { recipient, permit }, end, why }: Unplaced): Promise<void> {
    const { dictionary } = this.#sender;
    const { id } = this.#dispatch.organization;
    if (end.kind === 'failed') {
      const { code, reason } = end;
      const ruling = await dictionary.ruling(id, { ...permitRuling(permit), code, reason });
      this.#settle({ ...settled(recipient, 'failed'), ruling });
    } else if (end.kind === 'deferred') {
      this.#settle({ ...settled(recipient, 'deferred'), reply: why ?? null, seconds: end.seconds });
    } else if (end.kind === 'postponed') {
      this.#settle({ ...settled(recipient, 'queued'), seconds: end.seconds });
    }
  }

  #settle(settlement: Settlement, handedOver = false): void {
    const { contactId } = settlement;
    this.#unsent.delete(contactId);
    const { recorders } = this.#sender;
    const { campaign, stream } = this.#dispatch;
    const recorded = () => {
      this.#unrecorded -= 1;
      if (handedOver) this.#onTheirWay.delete(contactId);
      this.#wake();
    };
    this.#unrecorded += 1;
    recorders[stream.stream].settle(campaign, settlement, recorded);
  }
}
