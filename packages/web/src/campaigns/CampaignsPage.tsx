import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '../parts/Empty.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { useMay } from '../session/session.ts';
import classes from './CampaignsPage.module.css';
import { CampaignsTable } from './CampaignsTable.tsx';
import { campaignsQuery } from './queries.ts';

const route = getRouteApi('/shell/campaigns');

const STATES = [
  { value: '', label: 'All' },
  { value: 'draft', label: 'Drafts' },
  { value: 'running', label: 'Sending' },
  { value: 'paused', label: 'Paused' },
  { value: 'done', label: 'Done' },
  { value: 'cancelled', label: 'Cancelled' },
];

export function CampaignsPage() {
  const { state = '', find = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useSuspenseInfiniteQuery(campaignsQuery);
  const mayWrite = useMay('campaigns:write');
  const all = data.pages.flatMap((page) => page.data);
  const shown = all
    .filter((one) => !state || one.state === state)
    .filter(({ name }) => name.toLowerCase().includes(find.toLowerCase()));
  const filter = (change: { state?: string; find?: string }) =>
    void navigate({ search: { state, find, ...change }, replace: true });
  const begin = mayWrite && <ButtonLink to="/campaigns/new">New campaign</ButtonLink>;
  return (
    <>
      <PageHeader title="Campaigns" count={hasNextPage ? undefined : all.length} action={begin} />
      {all.length === 0 ? (
        <Empty title="No campaign yet" action={begin}>
          A campaign takes a segment and a template, asks the gate about each person, and sends to
          those who may receive it.
        </Empty>
      ) : (
        <>
          <div className={classes.filters}>
            <SegmentedControl
              aria-label="State"
              data={STATES}
              value={state}
              onChange={(chosen) => filter({ state: chosen })}
            />
            <TextInput
              aria-label="Find by name"
              placeholder="Find by name"
              leftSection={<IconSearch size={16} aria-hidden />}
              value={find}
              onChange={(event) => filter({ find: event.currentTarget.value })}
            />
          </div>
          {shown.length === 0 ? (
            <Empty title="No campaign fits these filters">Choose “All”, or another name.</Empty>
          ) : (
            <CampaignsTable campaigns={shown} />
          )}
          {hasNextPage && (
            <Button
              variant="default"
              mt="md"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              Show older ones
            </Button>
          )}
        </>
      )}
    </>
  );
}
