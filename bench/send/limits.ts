import { optionOf } from '../option-of.ts';

/** Of each sender, where a case names no others. */
export const LIMITS = { connections: 50, messagesPerConnection: 100 };

/** Of a run; fewer (`--recipients 1000`) try the bench out on a slow machine. */
export const RECIPIENTS = optionOf('--recipients', 60_000);
