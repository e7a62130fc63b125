import type { Sensitivity } from './sensitivity.ts';

export const ATTRIBUTE_TYPES = ['text', 'code', 'number', 'date', 'boolean', 'list'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** Code systems whose form we know. Only ICD-10-CM has a hierarchy that can be read off the code. */
export const CODE_SYSTEMS = ['icd-10-cm', 'rxnorm', 'zip', 'us-state', 'bcp-47', 'local'] as const;
export type CodeSystem = (typeof CODE_SYSTEMS)[number];

/**
 * What an organization says of one column of knowledge about its contacts.
 *
 * `key` is what templates and segments call it: lower case, digits and underscores, never reused.
 * `identity` marks a direct identifier (45 CFR 164.514(e)(2)): it lives only in the sealed identity
 * and can be shown, not matched, except by the blind index of `email`, `phone` and `record_number`.
 * `system` is set for type `code`, and for a `list` of codes; a list without it holds texts.
 */
export interface AttributeDefinition {
  readonly id: string;
  readonly key: string;
  readonly label: string;
  readonly type: AttributeType;
  readonly sensitivity: Sensitivity;
  readonly system: CodeSystem | null;
  readonly identity: boolean;
  /** RFC 3339; a deleted definition stays known, so that what used it can say so. */
  readonly deletedAt: string | null;
}

/**
 * One value: text and code as string, number, date as 'YYYY-MM-DD', boolean, list as strings.
 * Which it is, the definition says.
 */
export type AttributeValue = string | number | boolean | readonly string[];

/** What is known of one contact, by attribute key; a missing key is "not known". */
export type Attributes = Readonly<Record<string, AttributeValue>>;
