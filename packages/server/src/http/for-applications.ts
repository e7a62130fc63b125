/**
 * Whose routes that need no permission are open to applications: what the rooms of the product hold. The
 * others are of a person: their session, passkeys, password, emergency access.
 */
export const FOR_APPLICATIONS: ReadonlySet<string> = new Set([
  'application',
  'attributes',
  'authorization forms',
  'authorizations',
  'campaigns',
  'consent',
  'contacts',
  'delivery',
  'domains',
  'exports',
  'hygiene',
  'imports',
  'journeys',
  'portal',
  'segments',
  'settings',
  'sign-up forms',
  'templates',
  'topics',
]);
