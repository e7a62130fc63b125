import type { AnswerOf } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Ledger = AnswerOf<'consentLedger'>;
export type LedgerEvent = Ledger['events'][number];

/**
 * The ledger of a person, at a moment (RFC 3339) or now (null). A look at it is an entry in the audit:
 * it is fetched when somebody opens it, and not again by itself.
 */
export const ledgerQuery = (id: string, at: string | null) =>
  queryOptions({
    queryKey: ['contacts', id, 'ledger', at],
    queryFn: () =>
      answer(
        api.GET('/api/v1/contacts/{id}/consent', {
          params: { path: { id }, query: at === null ? {} : { at } },
        }),
      ),
    // what was recorded a moment ago is in it
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Where a download of the ledger is. */
export const ledgerFile = (id: string, form: 'letter' | 'evidence') =>
  `/api/v1/contacts/${id}/consent/${form}`;
