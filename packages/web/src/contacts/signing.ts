import type { AnswerOf } from '@postern/sdk';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, newKey, once } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { upload } from '../api/upload.ts';
import type { Tone } from '../parts/Dot.tsx';

export type ContactSigning = AnswerOf<'getContactSigning'>;
export type SigningRequest = ContactSigning['requests'][number];
export type KeptDocument = ContactSigning['documents'][number];
export type Wanted =
  | { way: 'mail'; formId: string; days: number }
  | { way: 'tablet'; formId: string; identified: true };

export const REQUEST_WORDS: Record<SigningRequest['state'], { word: string; tone: Tone }> = {
  open: { word: 'Waiting', tone: 'none' },
  locked: { word: 'Locked', tone: 'need' },
  signed: { word: 'Signed', tone: 'good' },
  withdrawn: { word: 'Withdrawn', tone: 'out' },
  expired: { word: 'Expired', tone: 'out' },
};

/* Each look is an entry in the audit: nothing is fetched again because somebody came back. */
export const signingQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', id, 'signing'],
    queryFn: () => answer(api.GET('/api/v1/contacts/{id}/signing', { params: { path: { id } } })),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

function useTaken(id: string) {
  const queries = useQueryClient();
  return (signing: ContactSigning) => queries.setQueryData(signingQuery(id).queryKey, signing);
}

/** Asks somebody to sign. One intent, one key. */
export function useAskToSign(id: string) {
  const take = useTaken(id);
  const [key] = useState(newKey);
  return useMutation({
    mutationFn: (body: Wanted) =>
      answer(
        api.POST('/api/v1/contacts/{id}/signing', {
          params: { path: { id } },
          body,
          headers: intent(key, body),
        }),
      ),
    onSuccess: ({ signing }) => take(signing),
  });
}

export function useWithdrawRequest(id: string, requestId: string) {
  const take = useTaken(id);
  const [key] = useState(newKey);
  return useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/contacts/{id}/signing/{requestId}/withdraw', {
          params: { path: { id, requestId } },
          headers: once(key),
        }),
      ),
    onSuccess: take,
  });
}

/** Mails a new link in place of this one, which opens nothing from then on. */
export function useRenewRequest(id: string, requestId: string) {
  const take = useTaken(id);
  const [key] = useState(newKey);
  return useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/contacts/{id}/signing/{requestId}/renew', {
          params: { path: { id, requestId } },
          headers: once(key),
        }),
      ),
    onSuccess: ({ signing }) => take(signing),
  });
}

/** Opens a locked request again; it may be locked and opened more than once. */
export function useUnlockRequest(id: string, requestId: string) {
  const take = useTaken(id);
  return useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/contacts/{id}/signing/{requestId}/unlock', {
          params: { path: { id, requestId } },
          headers: once(newKey()),
        }),
      ),
    onSuccess: take,
  });
}

export function useGiveCopy(id: string, documentId: string) {
  const queries = useQueryClient();
  const take = useTaken(id);
  return useMutation({
    mutationFn: (way: 'portal' | 'paper') =>
      answer(
        api.POST('/api/v1/contacts/{id}/documents/{documentId}/copy', {
          params: { path: { id, documentId } },
          body: { way },
          headers: once(newKey()),
        }),
      ),
    onSuccess: ({ signing }) => {
      take(signing);
      void queries.invalidateQueries({ queryKey: ['contacts', id], exact: true });
    },
  });
}

export function useDeleteDocument(id: string, documentId: string) {
  const take = useTaken(id);
  return useMutation({
    mutationFn: () =>
      answer(
        api.DELETE('/api/v1/contacts/{id}/documents/{documentId}', {
          params: { path: { id, documentId } },
        }),
      ),
    onSuccess: take,
  });
}

/** Files the scan of a paper that is on file. */
export function useFileScan(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ documentId, file }: { documentId: string; file: File }) =>
      upload({
        url: `/api/v1/contacts/${id}/documents/${documentId}`,
        file,
        sent: () => undefined,
        signal: new AbortController().signal,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: signingQuery(id).queryKey }),
  });
}
