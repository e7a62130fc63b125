import type { operations } from '@postern/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { type Contact, contactQuery } from './queries.ts';

export type ConsentChange =
  operations['recordConsent']['requestBody']['content']['application/json'];
/** Of the organization's topics one is `topic:` and its id. */
export type Scope = Extract<ConsentChange, { scope: string }>['scope'];

export const SCOPE_WORDS: Readonly<Record<string, { label: string; note: string }>> = {
  all_commercial: {
    label: 'All commercial mail',
    note: 'Anything that promotes or sells, whoever it is for. What concerns their care still comes.',
  },
  marketing: {
    label: 'Marketing',
    note: 'Messages that the privacy rules call marketing, authorized or not.',
  },
  fundraising: { label: 'Fundraising', note: 'Appeals and events that raise money.' },
  'stream:marketing': {
    label: 'Everything of the marketing stream',
    note: 'Whatever is sent as a campaign of marketing, commercial or not.',
  },
  'stream:transactional': {
    label: 'Everything of the transactional stream',
    note: 'Appointments, results and whatever else concerns them: nothing of it comes any more.',
  },
};

/** Records what somebody said; the answer is the contact as it stands then. One intent, one key. */
export function useRecordConsent(id: string, done: () => void) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  return useMutation({
    mutationFn: (body: ConsentChange) =>
      answer(
        api.POST('/api/v1/contacts/{id}/consent', {
          params: { path: { id } },
          body,
          headers: intent(key, body),
        }),
      ),
    onSuccess: (contact: Contact) => {
      queries.setQueryData(contactQuery(id).queryKey, contact);
      // until when a document is kept follows from what was recorded of it
      void queries.invalidateQueries({ queryKey: ['contacts', id, 'signing'] });
      void queries.invalidateQueries({ queryKey: ['restrictions'] });
      // reviews and counts that were shown may not hold any more
      void queries.invalidateQueries({ queryKey: ['campaigns'], refetchType: 'none' });
      done();
    },
  });
}
