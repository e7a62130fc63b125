import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEvents } from '../api/events.ts';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { useMay } from '../session/session.ts';
import { ImportProgress } from './ImportProgress.tsx';
import { ImportResult } from './ImportResult.tsx';
import { MapColumns } from './MapColumns.tsx';
import { type Import, importQuery, rememberImport } from './queries.ts';

const ENDED: ReadonlySet<Import['state']> = new Set(['done', 'failed', 'cancelled']);

const route = getRouteApi('/shell/imports/$id');

export function ImportPage() {
  return useMay('imports:write') ? (
    <OneImport />
  ) : (
    <NotForRole title="Import" needs="contacts:write" />
  );
}

/** One import, at the step where it is; one may leave and come back at any time. */
function OneImport() {
  const { id } = route.useParams();
  const queries = useQueryClient();
  const { data: one } = useSuspenseQuery(importQuery(id));
  const running = one.state === 'running';
  useEvents<Import>(running ? `/api/v1/imports/${id}/events` : null, (now) => {
    if (now.state === 'running') queries.setQueryData(importQuery(id).queryKey, now);
    else rememberImport(queries, now);
  });
  return (
    <>
      <PageHeader
        title={one.fileName}
        tab="Import"
        above={<TextLink to="/imports">Imports</TextLink>}
      />
      {one.state === 'uploaded' && <MapColumns id={id} />}
      {(running || one.state === 'paused') && <ImportProgress of={one} />}
      {ENDED.has(one.state) && <ImportResult of={one} />}
    </>
  );
}
