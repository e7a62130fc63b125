import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { answer, api, ifMatch } from '../../api/client.ts';
import { type Campaign, campaignQuery, rememberCampaign } from '../queries.ts';
import { type Backup, type Draft, DraftKeeper, type Kept } from './draft-keeper.ts';

export interface Drafting extends Kept {
  readonly change: (patch: Partial<Draft>) => void;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

/** A campaign's draft, saved as it is typed. */
export function useDraft(id: string): Drafting {
  const queries = useQueryClient();
  const { data: campaign } = useSuspenseQuery(campaignQuery(id));
  const [keeper] = useState(() => {
    const path = { id };
    return new DraftKeeper({
      campaign,
      backup: localBackup(`postern-draft-${id}`),
      put: async (body, version): Promise<Campaign> => {
        const call = api.PUT('/api/v1/campaigns/{id}', {
          params: { path },
          body,
          headers: ifMatch(version),
          // so that the last words arrive when the page is being closed
          keepalive: true,
        });
        const saved = await answer(call);
        rememberCampaign(queries, saved);
        return saved;
      },
      fetch: () => answer(api.GET('/api/v1/campaigns/{id}', { params: { path } })),
      later: (milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    });
  });
  useEffect(() => {
    const flush = () => void keeper.flush();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [keeper]);
  const kept = useSyncExternalStore(keeper.subscribe, keeper.snapshot);
  return {
    ...kept,
    change: (patch) => keeper.change(patch),
    keepMine: () => keeper.keepMine(),
    takeTheirs: () => keeper.takeTheirs(),
  };
}

/** A draft names a segment and a template by id, and no person: it may lie in the browser. */
function localBackup(key: string): Backup {
  return {
    read: () => {
      try {
        return JSON.parse(localStorage.getItem(key) ?? 'null') as ReturnType<Backup['read']>;
      } catch {
        return null;
      }
    },
    write: (draft, version) =>
      attempt(() => localStorage.setItem(key, JSON.stringify({ draft, version }))),
    clear: () => attempt(() => localStorage.removeItem(key)),
  };
}

/** Storage may be full or forbidden; then the server alone keeps the draft. */
function attempt(run: () => void): void {
  try {
    run();
  } catch {}
}
