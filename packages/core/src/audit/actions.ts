/**
 * What the ledger records, and how it reads. The subject holds ids and counts, never a value of a
 * patient (45 CFR 164.312(b): record and examine activity; 164.502(b): no more than is needed).
 */
export const ACTIONS = {
  'organization.created': 'made the organization',
  'organization.changed': 'changed the organization’s settings',
  'session.started': 'signed in',
  'session.refused': 'tried to sign in and was refused',
  'session.ended': 'signed out',
  'password.changed': 'set a new password',
  'attribute.created': 'defined an attribute',
  'attribute.deleted': 'deleted an attribute',
  'import.uploaded': 'uploaded a file of contacts',
  'import.previewed': 'looked at the first rows of a file',
  'import.started': 'started an import',
  'import.finished': 'finished an import',
  'import.failed': 'ended an import that failed',
  'import.rejects_read': 'downloaded the rejected rows of an import',
  'contact.listed': 'looked at the list of contacts',
  'contact.searched': 'searched for a contact',
  'contact.viewed': 'looked at a contact',
  'contact.history_viewed': 'looked at what a contact was sent',
  'contact.previewed': 'previewed a message as a contact',
  'consent.recorded': 'recorded what a contact allowed or refused',
  'consent.unsubscribed': 'left by the link in a message',
  'consent.complained': 'called a message spam, and left by that',
  'suppression.listed': 'looked at the addresses that are written to no more',
  'suppression.added': 'ended the writing to an address',
  'suppression.released': 'let an address be written to again',
  'returns.listed': 'looked at the mail that came back',
  'returns.read': 'read a message that came back',
  'returns.taken_in': 'handed in a message that came back',
  'provider.stopped': 'stopped marketing to a provider for its spam rate',
  'provider.released': 'let marketing to a provider go on',
  'segment.created': 'saved a segment',
  'segment.changed': 'changed a segment',
  'segment.deleted': 'deleted a segment',
  'segment.people_viewed': 'looked at the people in a segment',
  'template.created': 'saved a template',
  'template.changed': 'saved a new version of a template',
  'template.deleted': 'deleted a template',
  'campaign.created': 'began a campaign',
  'campaign.changed': 'changed a campaign',
  'campaign.reviewed': 'asked the gate about a campaign’s audience',
  'campaign.people_viewed': 'looked at the people behind a figure of a campaign',
  'campaign.launched': 'launched a campaign',
  'campaign.paused': 'paused a campaign',
  'campaign.resumed': 'resumed a campaign',
  'campaign.cancelled': 'cancelled a campaign',
  'campaign.finished': 'finished a campaign',
  'message.viewed': 'read a message in the sandbox inbox',
  'message.listed': 'looked at the sandbox inbox',
  'portal.settings_changed': 'changed the settings of message pick-up',
  'portal.listed': 'looked at the messages that wait for pick-up',
  'portal.contact_viewed': 'looked at what waits for a contact to pick up',
  'portal.secret_set': 'recorded the word agreed with a contact for pick-up',
  'portal.secret_removed': 'removed the word agreed with a contact for pick-up',
  'portal.renewed': 'gave a message a new pick-up link',
  'portal.withdrawn': 'withdrew a message from pick-up',
  'portal.replies_listed': 'looked at the list of replies',
  'portal.reply_viewed': 'read a reply',
  'portal.reply_marked': 'marked a reply',
  'portal.read': 'identified themself and read a message',
  'portal.locked': 'locked a message by wrong tries',
  'portal.replied': 'replied to a message',
  'transport.tested': 'tested the mail server',
  'stream.changed': 'changed how a stream of mail is sent',
  'domain.checked': 'checked the DNS records of a stream',
  'domain.key_added': 'added a key that signs mail',
  'domain.key_dropped': 'dropped a key before it signed',
  'domain.key_switched': 'saw a new key published, which signs now',
  'audit.verified': 'verified the audit ledger',
} as const;

export type Action = keyof typeof ACTIONS;

/** Ids (UUIDs), counts, states and other words of ours. */
export type AuditSubject = Readonly<Record<string, string | number | boolean | null>>;

/** "Ana Ruiz launched a campaign." */
export function sentenceOf(actorName: string, action: string): string {
  const verb = (ACTIONS as Record<string, string>)[action] ?? action;
  return `${actorName} ${verb}.`;
}
