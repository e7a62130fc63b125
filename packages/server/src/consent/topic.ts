import type { Selectable } from 'kysely';
import type { Tables } from '../database/index.ts';

/** Something that an organization writes about; a person may leave one and keep the others. */
export interface Topic {
  readonly id: string;
  readonly name: string;
  /** For the person who chooses; may be empty. */
  readonly description: string;
  readonly version: number;
  /** Since when nobody can join it and no campaign can be about it. */
  readonly archivedAt: Date | null;
}

/** What people write of a topic. */
export interface TopicWords {
  readonly name: string;
  readonly description: string;
}

export function topicOf(row: Selectable<Tables['topics']>): Topic {
  const { id, name, description, version } = row;
  return { id, name, description, version, archivedAt: row.archived_at };
}

/** Whether a write failed since another topic in use has the name; case makes no difference. */
export function isNameTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'topics_name';
}
