import { useQuery } from '@tanstack/react-query';
import type { States } from '../parts/VerdictBar.tsx';
import { type Campaign, reportQuery } from './queries.ts';

/**
 * Where everybody of a launched campaign is; null for a draft. Those who may not see single people
 * get no live figures, but those of the report, in which counts of 1 to 10 are hidden.
 */
export function useStates({ id, state, states }: Campaign): States | null {
  const { data } = useQuery({
    ...reportQuery(id),
    enabled: states === null && state !== 'draft',
    refetchInterval: state === 'running' ? 10_000 : false,
  });
  return states ?? data?.states ?? null;
}
