/**
 * What one may ask permission for, and how it reads after "may". Names are stable. Those that open
 * single people do so up to the class of the role that gives them (45 CFR 164.502(b)).
 */
export const PERMISSIONS = {
  'people:read': 'see single people',
  'people:export': 'take people’s records out in files',
  'contacts:write': 'change contacts and record what they said',
  'contacts:delete': 'delete contacts',
  'imports:write': 'import files of contacts and consents',
  'attributes:write': 'define what is known of contacts',
  'segments:write': 'change segments',
  'templates:write': 'change templates',
  'campaigns:write': 'change campaigns',
  'campaigns:send': 'approve and send campaigns',
  'forms:write': 'change and publish authorization forms',
  'delivery:read': 'see how mail is delivered, receiver by receiver',
  'delivery:write': 'change how mail is delivered: domains, keys and pace',
  'settings:write': 'change the organization’s settings',
  'keys:write': 'rotate and destroy the keys under which everything is sealed',
  'users:write': 'give roles and end sessions',
  'applications:write': 'let applications in, within what they may do themselves',
  'audit:read': 'read the audit',
  'emergency:use': 'open everything in an emergency, for a while',
  'emergency:review': 'review emergency access',
} as const satisfies Record<string, string>;

export type Permission = keyof typeof PERMISSIONS;

export const isPermission = (word: string): word is Permission => Object.hasOwn(PERMISSIONS, word);

export const ALL_PERMISSIONS: readonly Permission[] = Object.keys(PERMISSIONS).filter(isPermission);
