import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { EvidenceDrawer } from '../../evidence/EvidenceDrawer.tsx';
import type { Evidence } from '../../evidence/search.ts';
import { TextLink } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { Section } from '../../parts/Section.tsx';
import { StatesBar } from '../../parts/VerdictBar.tsx';
import { When } from '../../parts/When.tsx';
import { reportQuery } from '../queries.ts';
import { sumSentence } from '../sum.ts';
import { Funnel } from './Funnel.tsx';
import { Hours } from './Hours.tsx';
import { Links } from './Links.tsx';
import { Refusals } from './Refusals.tsx';

const route = getRouteApi('/shell/campaigns/$id/report');

/** What became of a campaign. Every figure leads to the people behind it. */
export function ReportPage() {
  const { id } = route.useParams();
  const evidence = route.useSearch();
  const navigate = route.useNavigate();
  const { data: report } = useSuspenseQuery({
    ...reportQuery(id),
    refetchInterval: ({ state }) => (state.data?.campaign.state === 'running' ? 10_000 : false),
  });
  const { campaign, states, funnel, refusals, perHour, links, note } = report;
  const open = (of: Omit<Evidence, 'show'>) =>
    void navigate({ search: { show: 'campaign', ...of }, resetScroll: false });
  return (
    <>
      <PageHeader
        title={`Report: ${campaign.name}`}
        above={
          <TextLink to="/campaigns/$id" params={{ id }}>
            {campaign.name}
          </TextLink>
        }
        action={
          <Button
            variant="default"
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => window.print()}
          >
            Print
          </Button>
        }
      >
        Launched <When inSentence time={campaign.launchedAt} absent="not yet" />
        {campaign.finishedAt && (
          <>
            , finished <When inSentence time={campaign.finishedAt} />
          </>
        )}
      </PageHeader>
      <Section title="Everybody" note={sumSentence(states)}>
        <StatesBar states={states} open={(state) => open({ state })} />
      </Section>
      <Funnel funnel={funnel} note={note} open={open} />
      <Refusals refusals={refusals} open={open} />
      <Hours perHour={perHour} />
      <Links links={links} open={open} />
      <EvidenceDrawer
        campaignId={id}
        evidence={evidence}
        close={() => void navigate({ search: {}, resetScroll: false })}
      />
    </>
  );
}
