import { Group } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { EvidenceDrawer } from '../evidence/EvidenceDrawer.tsx';
import { ClassChip } from '../parts/ClassChip.tsx';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Section } from '../parts/Section.tsx';
import { StatesBar } from '../parts/VerdictBar.tsx';
import { useMay, useSession } from '../session/session.ts';
import { CampaignControls } from './CampaignControls.tsx';
import { CampaignFacts } from './CampaignFacts.tsx';
import { Held } from './Held.tsx';
import { Pace } from './Pace.tsx';
import { StateChip } from './StateChip.tsx';
import { sumSentence } from './sum.ts';
import { useLiveCampaign } from './use-live-campaign.ts';
import { useStates } from './use-states.ts';
import { WaitingFor } from './WaitingFor.tsx';

const route = getRouteApi('/shell/campaigns/$id');

/** A campaign that was launched: where everybody is, and what can be done about it now. */
export function CampaignPage() {
  const { id } = route.useParams();
  const evidence = route.useSearch();
  const navigate = route.useNavigate();
  const campaign = useLiveCampaign(id);
  const { sandbox } = useSession().organization;
  const mayRead = useMay('people:read');
  const states = useStates(campaign);
  const over = campaign.state === 'done' || campaign.state === 'cancelled';
  return (
    <>
      <PageHeader
        title={campaign.name}
        above={<TextLink to="/campaigns">Campaigns</TextLink>}
        action={
          over ? (
            <ButtonLink to="/campaigns/$id/report" params={{ id }}>
              Report
            </ButtonLink>
          ) : (
            <CampaignControls campaign={campaign} />
          )
        }
      >
        <Group gap="md">
          <StateChip campaign={campaign} />
          <ClassChip of={campaign.class} />
        </Group>
      </PageHeader>
      <Held campaign={campaign} />
      {states && (
        <Section
          title="Where everybody is"
          note={sumSentence(states)}
          aside={<Pace campaign={campaign} />}
        >
          <StatesBar
            states={states}
            open={(state) => void navigate({ search: { show: 'campaign', state } })}
          />
        </Section>
      )}
      <WaitingFor campaign={campaign} />
      <CampaignFacts campaign={campaign} />
      {sandbox && mayRead && (
        <ButtonLink to="/sandbox" search={{ campaign: id }} variant="default">
          See the mail in the sandbox inbox
        </ButtonLink>
      )}
      <EvidenceDrawer
        campaignId={id}
        evidence={evidence}
        close={() => void navigate({ search: {} })}
      />
    </>
  );
}
