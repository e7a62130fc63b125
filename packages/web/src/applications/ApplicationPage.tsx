import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Facts } from '../parts/Facts.tsx';
import { number } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { PERMISSION_WORDS, useMay } from '../session/session.ts';
import { ApplicationDialog } from './ApplicationDialog.tsx';
import { State } from './ApplicationsPage.tsx';
import { Keys } from './Keys.tsx';
import { type Application, applicationsQuery } from './queries.ts';
import { Restricted } from './Restricted.tsx';
import { Use } from './Use.tsx';
import { wayName } from './words.ts';

const route = getRouteApi('/shell/applications/$id');

/** One application: its state, what it may do, its keys, its use. */
export function ApplicationPage() {
  if (!useMay('applications:write')) {
    return <NotForRole title="Application" needs="applications:write" />;
  }
  return <Found />;
}

function Found() {
  const { id } = route.useParams();
  const { data } = useSuspenseQuery(applicationsQuery);
  const found = data.find((one) => one.id === id);
  return found ? (
    <One application={found} />
  ) : (
    <>
      <PageHeader
        title="Application"
        above={<TextLink to="/applications">Applications</TextLink>}
      />
      <Empty title="There is no such application">It may have ended.</Empty>
    </>
  );
}

function One({ application }: { application: Application }) {
  const [doing, setDoing] = useState<'change' | 'end' | null>(null);
  const { permissions, addresses, networks } = application;
  return (
    <>
      <PageHeader
        title={application.name}
        above={<TextLink to="/applications">Applications</TextLink>}
        action={
          <Group gap="xs">
            <Button variant="default" onClick={() => setDoing('end')}>
              End it
            </Button>
            <Button onClick={() => setDoing('change')}>Change</Button>
          </Group>
        }
      >
        <State restricted={application.restrictedAt !== null} ownerLeft={application.ownerLeft} />
      </PageHeader>
      <Restricted application={application} />
      <Facts
        facts={[
          ['May', permissions.map((one) => PERMISSION_WORDS[one]).join('; ') || 'Nothing yet'],
          [
            'Opens data up to',
            application.highestClass ? <ClassChip of={application.highestClass} /> : 'No class',
          ],
          ['Lets itself in by', application.ways.map(wayName).join(', ')],
          ['Only from', addresses.join(', ')],
          ['Known from', addresses.length === 0 ? networks.join(', ') || 'Not used yet' : null],
          [
            'Calls a minute',
            application.perMinute === null
              ? 'As for every application'
              : number(application.perMinute),
          ],
          [
            'Answers for it',
            application.ownerLeft
              ? `${application.ownerName}, who has left: it is not let in until somebody else saves it`
              : application.ownerName,
          ],
          ['Made', <When key="made" time={application.createdAt} />],
        ]}
      />
      <Keys application={application} />
      <Use id={application.id} />
      {doing === 'change' && (
        <ApplicationDialog application={application} close={() => setDoing(null)} />
      )}
      {doing === 'end' && <End application={application} close={() => setDoing(null)} />}
    </>
  );
}

function End({ application, close }: { application: Application; close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const end = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/applications/{id}/end', { params: { path: { id: application.id } } }),
      ),
    onSuccess: async () => {
      await navigate({ to: '/applications' });
      await queries.invalidateQueries({ queryKey: applicationsQuery.queryKey });
    },
  });
  return (
    <Ask
      title={`End “${application.name}”`}
      yes="End it"
      grave
      pending={end.isPending}
      error={end.error}
      act={() => end.mutate()}
      close={close}
    >
      All its keys, tokens and sessions end at once, for good. What it did stays in the audit.
    </Ask>
  );
}
