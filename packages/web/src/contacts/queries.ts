import type { AnswerOf } from '@postern/sdk';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Contact = AnswerOf<'getContact'>;
export type Person = AnswerOf<'searchContacts'>['data'][number];
export type HistoryEntry = AnswerOf<'contactHistory'>['data'][number];
type ContactsPage = AnswerOf<'listContacts'>;

/*
 * Each look at a person is an entry in the audit. So nothing here is fetched on a mere hover, nor
 * again because somebody came back to the tab.
 */
const looked = { staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false };

export const contactsQuery = infiniteQueryOptions({
  queryKey: ['contacts', 'list'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }): Promise<ContactsPage> => {
    const query = { limit: 100, ...(pageParam && { cursor: pageParam }) };
    return answer(api.GET('/api/v1/contacts', { params: { query } }));
  },
  getNextPageParam: (last) => last.nextCursor ?? undefined,
  ...looked,
});

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', id],
    queryFn: () => answer(api.GET('/api/v1/contacts/{id}', { params: { path: { id } } })),
    ...looked,
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', id, 'history'],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/contacts/{id}/history', { params: { path: { id } } }))).data,
    ...looked,
  });

/** Finds by exact email, phone or record number. The text goes in the body: it is never in an address. */
export const findPeople = async (text: string): Promise<Person[]> =>
  (await answer(api.POST('/api/v1/contacts/search', { body: { text: text.trim() } }))).data;
