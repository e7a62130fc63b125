import type { AnswerOf } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../../api/client.ts';

export type Export = AnswerOf<'getExport'>;
export type Purpose = Export['purpose'];

/** The files that were made of a segment, newest first; asked again while one is being made. */
export const exportsQuery = (segmentId: string) =>
  queryOptions({
    queryKey: ['segments', segmentId, 'exports'],
    queryFn: () => answer(api.GET('/api/v1/exports', { params: { query: { segmentId } } })),
    refetchInterval: ({ state }) =>
      state.data?.data.some((one) => one.state === 'running') ? 1_000 : false,
  });

export const PURPOSES: Readonly<Record<Purpose, string>> = {
  treatment_operations: 'Treatment and operations',
  quality_review: 'Quality review',
  mail_house: 'Mail house',
  patient_request: 'A patient asked for it',
  audit: 'Audit',
  other: 'Other',
};

export const isPurpose = (text: string | null): text is Purpose =>
  text !== null && Object.hasOwn(PURPOSES, text);
