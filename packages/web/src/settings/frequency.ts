import type { AnswerOf, operations } from '@postern/sdk';
import { queryOptions, useMutation } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../api/client.ts';

export type FrequencyCaps = AnswerOf<'getFrequencyCaps'>;
export type CapsChange =
  operations['putFrequencyCaps']['requestBody']['content']['application/json'];
export type Cap = NonNullable<CapsChange['marketing']>;

export const frequencyCapsQuery = queryOptions({
  queryKey: ['organization', 'frequency-caps'],
  queryFn: () => answer(api.GET('/api/v1/organization/frequency-caps')),
});

/** What is saved, as a change that changes nothing. */
export function capsChangeOf({ version: _, ...change }: FrequencyCaps): CapsChange {
  return change;
}

export function useSaveCaps(saved: (caps: FrequencyCaps) => void) {
  return useMutation({
    mutationFn: ({ version, change }: { version: number; change: CapsChange }) =>
      answer(
        api.PUT('/api/v1/organization/frequency-caps', { body: change, headers: ifMatch(version) }),
      ),
    onSuccess: saved,
  });
}
