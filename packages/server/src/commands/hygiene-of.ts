import { openMailCheck } from '../destinations/index.ts';
import type { Foundation } from '../foundation.ts';
import type { HygieneDeps } from '../hygiene/index.ts';

/** What looking over contacts stands on, put together. */
export function hygieneOf({ config, database, keyring, now }: Foundation): HygieneDeps {
  const ask = { resolver: config.resolver, now };
  return { database, keyring, now, openMailCheck: () => openMailCheck(ask) };
}
