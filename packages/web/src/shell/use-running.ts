import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { campaignsQuery } from '../campaigns/queries.ts';
import { importsQuery } from '../imports/queries.ts';
import { useMay } from '../session/session.ts';

export interface Job {
  readonly id: string;
  readonly kind: 'campaign' | 'import';
  readonly name: string;
  /** People settled of the audience; bytes read of the file. */
  readonly done: number;
  readonly of: number;
  /** Why it does not move: somebody paused it, or it waits for something. Null: it runs. */
  readonly held: 'paused' | 'waiting' | null;
}

const OFTEN = 4_000;
const SELDOM = 30_000;

/** What is being sent and imported now; asked for often only while there is something. */
export function useRunning(): readonly Job[] {
  const mayImport = useMay('imports:write');
  const campaigns = useInfiniteQuery({
    ...campaignsQuery,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.data.some((one) => one.state === 'running'))
        ? OFTEN
        : SELDOM,
  });
  const imports = useQuery({
    ...importsQuery,
    enabled: mayImport,
    refetchInterval: ({ state }) =>
      state.data?.data.some((one) => one.state === 'running') ? OFTEN : SELDOM,
  });
  const sending = (campaigns.data?.pages.flatMap((page) => page.data) ?? [])
    .filter(({ state }) => state === 'running' || state === 'paused')
    .map(({ id, name, states, state, heldReason }): Job => {
      const of = states?.audience ?? 0;
      const held = state === 'paused' ? 'paused' : heldReason === null ? null : 'waiting';
      return { id, kind: 'campaign', name, done: of - (states?.waiting ?? of), of, held };
    });
  const importing = (imports.data?.data ?? [])
    .filter(({ state }) => state === 'running')
    .map(
      ({ id, fileName, bytes, bytesDone, waiting }): Job => ({
        id,
        kind: 'import',
        name: fileName,
        done: bytesDone,
        of: bytes,
        held: waiting === null ? null : 'waiting',
      }),
    );
  return [...sending, ...importing];
}
