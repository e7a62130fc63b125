import type { Sensitivity } from '@postern/core/values';
import { ALL_PERMISSIONS, type Permission } from './permissions.ts';

/** A named set of permissions, and the highest class of data that they open; null: none. */
export interface Role {
  /** A word for a built-in one, else a UUID. */
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly permissions: readonly Permission[];
  readonly highestClass: Sensitivity | null;
}

/**
 * The roles that every organization has: least privilege (45 CFR 164.312(a)(1)) and no more than is
 * needed (164.502(b), 164.514(d)(2): who needs which categories of data). Psychotherapy notes and
 * substance-use records (42 CFR 2.16) are open to nobody whose work does not turn on them. A person
 * may hold several.
 */
const ROLES = {
  administrator: {
    name: 'Administrator',
    summary: 'Sets everything up, gives roles, and may do whatever there is to do.',
    permissions: ALL_PERMISSIONS,
    highestClass: 'part2',
  },
  privacy_officer: {
    name: 'Privacy officer',
    summary: 'Answers for consent, forms and disclosures; reviews emergency access.',
    permissions: [
      'people:read',
      'people:export',
      'contacts:write',
      'contacts:delete',
      'imports:write',
      'forms:write',
      'delivery:read',
      'audit:read',
      'emergency:review',
    ],
    highestClass: 'part2',
  },
  campaign_approver: {
    name: 'Campaign approver',
    summary: 'Reads what is to be sent and to whom, and sends, pauses or cancels it.',
    permissions: ['people:read', 'campaigns:send', 'delivery:read', 'emergency:use'],
    highestClass: 'diagnosis',
  },
  marketer: {
    name: 'Marketer',
    summary: 'Prepares contacts, segments, templates and campaigns; somebody else sends them.',
    permissions: [
      'people:read',
      'contacts:write',
      'imports:write',
      'attributes:write',
      'segments:write',
      'templates:write',
      'campaigns:write',
      'delivery:read',
      'emergency:use',
    ],
    highestClass: 'diagnosis',
  },
  integration_engineer: {
    name: 'Integration engineer',
    summary: 'Connects systems: imports, attributes, domains, applications, pace. Sees no person.',
    permissions: [
      'imports:write',
      'attributes:write',
      'delivery:read',
      'delivery:write',
      'applications:write',
      'emergency:use',
    ],
    highestClass: 'service',
  },
  analyst: {
    name: 'Analyst',
    summary: 'Reads reports: aggregates only, no person and no count of 1 to 10.',
    permissions: [],
    highestClass: 'diagnosis',
  },
  auditor: {
    name: 'Auditor',
    summary: 'Reads the audit, and people as far as their names and addresses; changes nothing.',
    permissions: ['people:read', 'delivery:read', 'audit:read'],
    highestClass: 'contact',
  },
} as const satisfies Record<string, Omit<Role, 'id'>>;

export type BuiltInRole = keyof typeof ROLES;

export const isBuiltIn = (id: string): id is BuiltInRole => Object.hasOwn(ROLES, id);

/** Every built-in role, the widest first. */
export const BUILT_IN_ROLES: readonly (Role & { readonly id: BuiltInRole })[] = Object.keys(ROLES)
  .filter(isBuiltIn)
  .map((id) => ({ id, ...ROLES[id] }));

export const builtInRole = (id: BuiltInRole): Role => ({ id, ...ROLES[id] });
