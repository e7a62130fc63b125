import type { AnswerOf } from '@postern/sdk';
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, newKey, once } from '../api/client.ts';
import type { Tone } from '../parts/Dot.tsx';

type MessagesPage = AnswerOf<'listPortalMessages'>;
type RepliesPage = AnswerOf<'listPortalReplies'>;
export type PickUpMessage = MessagesPage['data'][number];
export type PickUpReply = RepliesPage['data'][number];
export type PickUpState = PickUpMessage['state'];
export type ContactPickUp = AnswerOf<'getContactPortal'>;

export const STATES: Record<PickUpState, { word: string; tone: Tone }> = {
  waiting: { word: 'Waiting', tone: 'none' },
  read: { word: 'Read', tone: 'good' },
  locked: { word: 'Locked', tone: 'need' },
  expired: { word: 'Expired', tone: 'out' },
  withdrawn: { word: 'Withdrawn', tone: 'out' },
};

const isState = (value: unknown): value is PickUpState =>
  typeof value === 'string' && Object.hasOwn(STATES, value);

export interface PickUpSearch {
  view?: 'replies';
  state?: PickUpState;
}

/** What an address of the page asks for. */
export function pickUpOf(search: Readonly<Record<string, unknown>>): PickUpSearch {
  if (search['view'] === 'replies') return { view: 'replies' };
  const state = search['state'];
  return isState(state) ? { state } : {};
}

/* Each look is an entry in the audit: nothing is fetched again because somebody came back. */
const looked = { staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false };
const next = (last: { nextCursor: string | null }) => last.nextCursor ?? undefined;
const first = undefined as string | undefined;

export const messagesQuery = (state: PickUpState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['pick-up', 'messages', state ?? 'all'],
    initialPageParam: first,
    queryFn: ({ pageParam }): Promise<MessagesPage> => {
      const query = { ...(state && { state }), ...(pageParam && { cursor: pageParam }) };
      return answer(api.GET('/api/v1/portal/messages', { params: { query } }));
    },
    getNextPageParam: next,
    ...looked,
  });

export const repliesQuery = infiniteQueryOptions({
  queryKey: ['pick-up', 'replies'],
  initialPageParam: first,
  queryFn: ({ pageParam }): Promise<RepliesPage> => {
    const query = pageParam ? { cursor: pageParam } : {};
    return answer(api.GET('/api/v1/portal/replies', { params: { query } }));
  },
  getNextPageParam: next,
  ...looked,
});

export const contactPickUpQuery = (id: string) =>
  queryOptions({
    queryKey: ['pick-up', 'contact', id],
    queryFn: () => answer(api.GET('/api/v1/contacts/{id}/portal', { params: { path: { id } } })),
    ...looked,
  });

export const readReply = ({ contactId, id }: PickUpReply) =>
  answer(
    api.GET('/api/v1/contacts/{id}/portal/replies/{replyId}', {
      params: { path: { id: contactId, replyId: id } },
    }),
  );

export function useMarkReply() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ reply, read }: { reply: PickUpReply; read: boolean }) =>
      answer(
        api.PUT('/api/v1/contacts/{id}/portal/replies/{replyId}/read', {
          params: { path: { id: reply.contactId, replyId: reply.id } },
          body: { read },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: repliesQuery.queryKey }),
  });
}

/** Takes what was answered about a contact; the lists are of before. */
function useTaken(id: string) {
  const queries = useQueryClient();
  return (portal: ContactPickUp) => {
    queries.setQueryData(contactPickUpQuery(id).queryKey, portal);
    void queries.invalidateQueries({ queryKey: ['pick-up', 'messages'] });
  };
}

/** Unlocks a message by a new link, which is mailed. One intent, one key. */
export function useRenew(id: string, messageId: string) {
  const take = useTaken(id);
  const [key] = useState(newKey);
  return useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/contacts/{id}/portal/{messageId}/renew', {
          params: { path: { id, messageId } },
          headers: once(key),
        }),
      ),
    onSuccess: ({ portal }) => take(portal),
  });
}

export function useWithdraw(id: string, messageId: string) {
  const take = useTaken(id);
  const [key] = useState(newKey);
  return useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/contacts/{id}/portal/{messageId}/withdraw', {
          params: { path: { id, messageId } },
          headers: once(key),
        }),
      ),
    onSuccess: take,
  });
}

/** Sets the agreed word, or removes it (null). It is never shown again. */
export function useSetSecret(id: string, done: () => void) {
  const take = useTaken(id);
  return useMutation({
    mutationFn: (secret: string | null) =>
      answer(
        api.PUT('/api/v1/contacts/{id}/portal/secret', {
          params: { path: { id } },
          body: { secret },
        }),
      ),
    onSuccess: (portal) => {
      take(portal);
      done();
    },
  });
}
