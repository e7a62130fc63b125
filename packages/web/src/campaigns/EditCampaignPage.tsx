import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { EvidenceDrawer } from '../evidence/EvidenceDrawer.tsx';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import classes from '../parts/Spine.module.css';
import { PERMISSION_WORDS, useMay } from '../session/session.ts';
import { CampaignFacts } from './CampaignFacts.tsx';
import { campaignQuery } from './queries.ts';
import { Conflict } from './wizard/Conflict.tsx';
import { missingOf } from './wizard/missing.ts';
import { SaveState } from './wizard/SaveState.tsx';
import { Spine } from './wizard/Spine.tsx';
import { StepAbout } from './wizard/StepAbout.tsx';
import { StepGoal } from './wizard/StepGoal.tsx';
import { StepMessage } from './wizard/StepMessage.tsx';
import { StepReview } from './wizard/StepReview.tsx';
import { StepWho } from './wizard/StepWho.tsx';
import { STEP_TITLES, STEPS, type Step } from './wizard/steps.ts';
import { type Drafting, useDraft } from './wizard/use-draft.ts';

const route = getRouteApi('/shell/campaigns/$id/edit');

const BODIES: Record<Step, (props: { draft: Drafting }) => React.ReactNode> = {
  goal: StepGoal,
  about: StepAbout,
  who: StepWho,
  message: StepMessage,
  review: StepReview,
};

/** Making a campaign. It saves itself, can be left at any step, and goes on where it was. */
export function EditCampaignPage() {
  const { id } = route.useParams();
  const mayWrite = useMay('campaigns:write');
  return mayWrite ? <Wizard key={id} id={id} /> : <ReadDraft id={id} />;
}

/** For those who may look at a draft and not change it. */
function ReadDraft({ id }: { id: string }) {
  const { data: campaign } = useSuspenseQuery(campaignQuery(id));
  return (
    <>
      <PageHeader title={campaign.name} above={<TextLink to="/campaigns">Campaigns</TextLink>}>
        A draft. Changing it needs the permission “{PERMISSION_WORDS['campaigns:write']}”.
      </PageHeader>
      <CampaignFacts campaign={campaign} />
    </>
  );
}

function Wizard({ id }: { id: string }) {
  const { step = 'goal', ...evidence } = route.useSearch();
  const navigate = route.useNavigate();
  const draft = useDraft(id);
  const Body = BODIES[step];
  const next = STEPS[STEPS.indexOf(step) + 1];
  const back = STEPS[STEPS.indexOf(step) - 1];
  return (
    <>
      <PageHeader
        title={draft.draft.name || 'Campaign without a name'}
        above={<TextLink to="/campaigns">Campaigns</TextLink>}
        action={<SaveState kept={draft} />}
      />
      <Conflict draft={draft} />
      <div className={classes.layout}>
        <Spine id={id} at={step} missing={missingOf(draft.draft)} />
        <div className={classes.content}>
          <Problem error={draft.problem} />
          <Body draft={draft} />
          <div className={classes.foot}>
            {back ? (
              <Button variant="default" onClick={() => void navigate({ search: { step: back } })}>
                Back
              </Button>
            ) : (
              <ButtonLink to="/campaigns" variant="default">
                Leave
              </ButtonLink>
            )}
            {next && (
              <Button onClick={() => void navigate({ search: { step: next } })}>
                Next: {STEP_TITLES[next]}
              </Button>
            )}
          </div>
        </div>
      </div>
      <EvidenceDrawer
        campaignId={id}
        evidence={evidence}
        close={() => void navigate({ search: { step } })}
      />
    </>
  );
}
