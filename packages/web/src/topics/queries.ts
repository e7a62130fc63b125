import type { AnswerOf, operations } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Topic = AnswerOf<'renameTopic'>;
export type TopicWords = operations['createTopic']['requestBody']['content']['application/json'];

export const topicsQuery = queryOptions({
  queryKey: ['topics'],
  queryFn: () => answer(api.GET('/api/v1/topics')),
});

export const isInUse = ({ archivedAt }: Topic) => archivedAt === null;
