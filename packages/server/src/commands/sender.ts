import type { Config } from '../config/index.ts';
import { runDispatcher } from '../delivery/index.ts';
import { deliveryOf } from './delivery-of.ts';
import type { SenderBrief } from './senders.ts';
import { underStart } from './under-start.ts';

/** One sending process: at its end what is on its way is seen through, the rest stays in the queue. */
export async function sender(config: Config): Promise<void> {
  const alone = 'A sending process is run by “start”; set POSTERN_SENDERS to have more of them.';
  const options = { alone, byKey: true };
  const { brief, stop, close, ...ground } = await underStart<SenderBrief>(config, options);
  const sending = deliveryOf({ config, ...ground }, brief.publicUrl, brief.sandbox);
  await runDispatcher(sending.delivery, stop);
  sending.close();
  await close();
}
