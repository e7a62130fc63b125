/*
 * The actions that the ledger records (packages/core/src/audit/actions.ts), to filter by; a test
 * holds the two together. Each with whom it concerns.
 */
export const ACTION_GROUPS = {
  Organization: {
    'organization.created': 'Made the organization',
    'organization.changed': 'Changed the settings',
    'transport.tested': 'Tested the mail server',
    'audit.verified': 'Verified the audit',
  },
  'Signing in': {
    'session.started': 'Signed in',
    'session.refused': 'Was refused',
    'session.ended': 'Signed out',
    'password.changed': 'Set a new password',
  },
  People: {
    'contact.listed': 'Looked at the list of contacts',
    'contact.searched': 'Searched for a contact',
    'contact.viewed': 'Looked at a contact',
    'contact.history_viewed': 'Looked at what a contact was sent',
    'contact.previewed': 'Previewed a message as a contact',
    'consent.recorded': 'Recorded what a contact said',
    'consent.unsubscribed': 'Left by the link in a message',
  },
  Imports: {
    'import.uploaded': 'Uploaded a file',
    'import.started': 'Started an import',
    'import.finished': 'Finished an import',
    'import.failed': 'Ended an import that failed',
    'import.previewed': 'Looked at the first rows of a file',
    'import.rejects_read': 'Downloaded rejected rows',
  },
  Attributes: {
    'attribute.created': 'Defined an attribute',
    'attribute.deleted': 'Deleted an attribute',
  },
  Segments: {
    'segment.created': 'Saved a segment',
    'segment.changed': 'Changed a segment',
    'segment.deleted': 'Deleted a segment',
    'segment.people_viewed': 'Looked at the people in a segment',
  },
  Templates: {
    'template.created': 'Saved a template',
    'template.changed': 'Saved a new version',
    'template.deleted': 'Deleted a template',
  },
  Campaigns: {
    'campaign.created': 'Began a campaign',
    'campaign.changed': 'Changed a campaign',
    'campaign.reviewed': 'Asked the gate about an audience',
    'campaign.people_viewed': 'Looked at the people behind a figure',
    'campaign.launched': 'Launched a campaign',
    'campaign.paused': 'Paused a campaign',
    'campaign.resumed': 'Resumed a campaign',
    'campaign.cancelled': 'Cancelled a campaign',
    'campaign.finished': 'Finished a campaign',
  },
  'Pick-up': {
    'portal.settings_changed': 'Changed the settings of pick-up',
    'portal.listed': 'Looked at the messages',
    'portal.contact_viewed': 'Looked at what waits for a contact',
    'portal.secret_set': 'Recorded an agreed word',
    'portal.secret_removed': 'Removed an agreed word',
    'portal.renewed': 'Gave a message a new link',
    'portal.withdrawn': 'Withdrew a message',
    'portal.replies_listed': 'Looked at the list of replies',
    'portal.reply_viewed': 'Read a reply',
    'portal.reply_marked': 'Marked a reply',
    'portal.read': 'A message was read',
    'portal.locked': 'A message was locked',
    'portal.replied': 'Somebody replied',
  },
  'Sandbox inbox': {
    'message.listed': 'Looked at the inbox',
    'message.viewed': 'Read a message',
  },
} as const;
