import type { Outcome, Stream } from '@postern/core/campaigns';
import type { Sending } from '@postern/core/consent';
import type { Communication, Question } from '@postern/core/gate';
import type { CompiledTemplate } from '@postern/core/templates';
import type { NumberedDefinition } from '../contacts/index.ts';
import type { SenderTerms } from './terms.ts';

/** What is asked of everybody in an audience. */
export interface AudienceQuestion {
  readonly terms: SenderTerms;
  /** A complaint ends marketing to an address, and nothing else. */
  readonly stream: Stream;
  /** What the members' wishes are held against. */
  readonly sending: Sending;
  readonly communication: Communication;
  readonly definitions: readonly NumberedDefinition[];
  readonly now: Date;
  /** What would be sent; whose fields decide for whom it can be made. */
  readonly template: CompiledTemplate;
}

/** One member of an audience, and what came of them. */
export interface Judged {
  readonly contactId: string;
  /** What the gate was asked; null when there was nothing to ask. */
  readonly question: Question | null;
  readonly outcome: Outcome;
}
