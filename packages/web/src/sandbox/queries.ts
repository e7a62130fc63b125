import type { AnswerOf } from '@postern/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Message = AnswerOf<'getMessage'>;
export type MessageRow = AnswerOf<'listMessages'>['data'][number];
type MessagePage = AnswerOf<'listMessages'>;

const TABS = ['html', 'text', 'links', 'headers', 'source'] as const;
export type MessageTab = (typeof TABS)[number];

/** What the address of the sandbox inbox says: which mail, of which campaign, how shown. */
export interface SandboxSearch {
  campaign?: string;
  message?: string;
  tab?: MessageTab;
  width?: 'phone';
}

export function sandboxOf(search: Record<string, unknown>): SandboxSearch {
  const { campaign, message, width } = search;
  const tab = TABS.find((one) => one === search['tab']);
  return {
    ...(typeof campaign === 'string' && { campaign }),
    ...(typeof message === 'string' && { message }),
    ...(tab && { tab }),
    ...(width === 'phone' && { width }),
  };
}

export const messagesQuery = (campaignId?: string) =>
  infiniteQueryOptions({
    queryKey: ['sandbox', 'list', campaignId ?? 'all'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }): Promise<MessagePage> => {
      const query = {
        limit: 50,
        ...(campaignId && { campaignId }),
        ...(pageParam && { cursor: pageParam }),
      };
      return answer(api.GET('/api/v1/sandbox/messages', { params: { query } }));
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['sandbox', 'message', id],
    queryFn: () => answer(api.GET('/api/v1/sandbox/messages/{id}', { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
