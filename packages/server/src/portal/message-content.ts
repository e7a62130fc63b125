import type { OrganizationKeys } from '../keys/index.ts';

/** A message as it was rendered for its one reader. */
export interface MessageContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

const contextOf = (id: string) => `portal_messages:${id}`;

export function sealMessage(keys: OrganizationKeys, id: string, content: MessageContent): Buffer {
  const { subject, html, text } = content;
  return keys.sealJson({ subject, html, text }, contextOf(id));
}

/** Throws `SealBroken` when the row was altered. */
export function openMessage(keys: OrganizationKeys, id: string, sealed: Buffer): MessageContent {
  // what opens was sealed by `sealMessage`: the seal is authenticated
  return keys.openJson(sealed, contextOf(id)) as MessageContent;
}
