import type { AnswerOf } from '@postern/sdk';
import type { Evidence } from '../../evidence/search.ts';

export type Report = AnswerOf<'campaignReport'>;

/** Opens the drawer with the people behind a figure. */
export type Open = (of: Omit<Evidence, 'show'>) => void;
