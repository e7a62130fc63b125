import type { AnswerOf } from '@postern/sdk';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Keys = AnswerOf<'getKeys'>;
export type Certificate = AnswerOf<'destroyOrganization'>;

/** A change of keys goes on while one looks. */
const WHILE_RUNNING = 2_000;

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: () => answer(api.GET('/api/v1/keys')),
  refetchInterval: ({ state }) =>
    state.data?.rotation && state.data.rotation.state !== 'finished' ? WHILE_RUNNING : false,
});

const CHANGES = {
  backup: () => answer(api.POST('/api/v1/keys/backup')),
  rewrap: () => answer(api.POST('/api/v1/keys/rewrap')),
  rotate: () => answer(api.POST('/api/v1/keys/rotation')),
};

export function useKeyChange(change: keyof typeof CHANGES) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: CHANGES[change],
    onSuccess: (keys: Keys) => queries.setQueryData(keysQuery.queryKey, keys),
  });
}

/** What a change of keys is at, in words. */
export const ROTATION_WORDS: Readonly<Record<NonNullable<Keys['rotation']>['state'], string>> = {
  announced: 'Every process hears of the new key',
  current: 'Every process begins to seal with it',
  sealing: 'Everything is sealed anew',
  checking: 'Looking for what is left',
  finished: 'Done: the old key is destroyed',
};
