import { createHash } from 'node:crypto';
import { signUpLines } from '@postern/core/sign-up';
import { listTopics, type Topic } from '../consent/index.ts';
import type { Database } from '../database/index.ts';
import { getOrganization } from '../organizations/index.ts';
import { type SignUpForm, signUpForm } from './sign-up-form.ts';

/** A form as it is shown to anybody. */
export interface ShownForm {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly postalAddress: string;
  /** Who the mail with the link says it is from. */
  readonly noticeFrom: string;
  readonly form: SignUpForm;
  /** Those of the form that are in use, as the form has them. */
  readonly topics: readonly Topic[];
  /** All that is read before the button is pressed, and what tells it from another wording. */
  readonly body: string;
  readonly mark: string;
}

/** The form of a public address; null where there is none, or it is off. */
export async function shownForm(database: Database, token: string): Promise<ShownForm | null> {
  const row = await database
    .selectFrom('sign_up_forms')
    .selectAll()
    .where('token', '=', token)
    .executeTakeFirst();
  if (row === undefined) return null;
  const form = signUpForm(row);
  if (!form.content.active) return null;
  const { name, postalAddress, portal } = await getOrganization(database, row.organization_id);
  const known = await listTopics(database, row.organization_id);
  const topics = form.content.topicIds.flatMap((id) =>
    known.filter((topic) => topic.id === id && topic.archivedAt === null),
  );
  const body = signUpLines(name, form.content, topics).join('\n');
  return {
    organizationId: row.organization_id,
    organizationName: name,
    postalAddress,
    noticeFrom: portal.senderName,
    form,
    topics,
    body,
    mark: createHash('sha256').update(body).digest('base64url').slice(0, 22),
  };
}
