import type { AnswerOf, operations } from '@postern/sdk';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../api/client.ts';

export type PickUpSettings = AnswerOf<'getPortalSettings'>;
export type PickUpChange =
  operations['updatePortalSettings']['requestBody']['content']['application/json'];

export const pickUpSettingsQuery = queryOptions({
  queryKey: ['organization', 'portal'],
  queryFn: () => answer(api.GET('/api/v1/organization/portal')),
});

/** What is saved, as a change that changes nothing. */
export function pickUpChangeOf({ version: _, ...change }: PickUpSettings): PickUpChange {
  return change;
}

export function useSavePickUp(saved: (settings: PickUpSettings) => void) {
  return useMutation({
    mutationFn: ({ version, change }: { version: number; change: PickUpChange }) =>
      answer(api.PUT('/api/v1/organization/portal', { body: change, headers: ifMatch(version) })),
    onSuccess: saved,
  });
}
