import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { type Campaign, campaignsQuery } from '../campaigns/queries.ts';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Section } from '../parts/Section.tsx';
import { useSession } from '../session/session.ts';
import { Attention } from './Attention.tsx';
import { Counts } from './Counts.tsx';
import { Glance } from './Glance.tsx';
import { NextAction } from './NextAction.tsx';

const on = ({ state }: Campaign) => state === 'running' || state === 'paused';

/** What runs, what came last, what is next. */
export function HomePage() {
  const { organization } = useSession();
  const { data } = useSuspenseInfiniteQuery(campaignsQuery);
  const campaigns = data.pages.flatMap((page) => page.data);
  const running = campaigns.filter(on);
  const latest = campaigns.find(({ state }) => state === 'done' || state === 'cancelled');
  return (
    <>
      <PageHeader title="Home" action={<NextAction campaigns={campaigns} />}>
        {organization.demonstration
          ? `${organization.name} is a demonstration: its patients are made up.`
          : organization.name}
      </PageHeader>
      <Attention />
      <Counts campaigns={campaigns} />
      {running.length > 0 && (
        <Section title="Going on now">
          {running.map((campaign) => (
            <Glance key={campaign.id} campaign={campaign} />
          ))}
        </Section>
      )}
      {latest && (
        <Section title="Latest campaign">
          <Glance campaign={latest} />
        </Section>
      )}
    </>
  );
}
