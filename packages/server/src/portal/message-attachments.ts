import type { Database } from '../database/index.ts';
import {
  type AttachedFile,
  attachedToVersion,
  type OpenedAttachment,
  openAttachmentOf,
} from '../templates/index.ts';
import type { MessageRow, PortalDeps } from './locate-message.ts';

/**
 * What is attached to the message that waits: the files of the version that its campaign sends. They
 * are the same for everybody, so they are not kept again with each message.
 */
export async function messageAttachments(
  database: Database,
  row: MessageRow,
): Promise<readonly AttachedFile[]> {
  const sent = await versionOf(database, row);
  if (sent === null) return [];
  return attachedToVersion(database, row.organization_id, sent.templateId, sent.version);
}

/** One of them by its place from 0, for who has identified themself; null when there is none. */
export async function openMessageAttachment(
  { database, keyring }: PortalDeps,
  { row }: { readonly row: MessageRow },
  place: number,
): Promise<OpenedAttachment | null> {
  const sent = await versionOf(database, row);
  if (sent === null) return null;
  const keys = await keyring.of(row.organization_id);
  return openAttachmentOf(database, keys, sent.templateId, sent.version, place);
}

async function versionOf(database: Database, { organization_id, campaign_id }: MessageRow) {
  const campaign = await database
    .selectFrom('campaigns')
    .select(['template_id', 'template_version'])
    .where('organization_id', '=', organization_id)
    .where('id', '=', campaign_id)
    .executeTakeFirst();
  const { template_id: templateId = null, template_version: version = null } = campaign ?? {};
  return templateId === null || version === null ? null : { templateId, version };
}
