import { listTopics, loadConsent } from '../consent/index.ts';
import { type Preferences, preferencesOf } from './preferences.ts';
import type { Chooser, PreferencesDeps } from './whose-link.ts';

/** What the page shows. It changes nothing: scanners follow links. */
export async function findPreferences(
  { database, now }: PreferencesDeps,
  { organizationId, contactId, keys }: Chooser,
): Promise<Preferences> {
  const events = await loadConsent(database, keys, [contactId]);
  const topics = await listTopics(database, organizationId);
  return preferencesOf(keys, events.get(contactId) ?? [], topics, now());
}
