import { List, Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Problem } from '../../parts/Problem.tsx';
import { Section } from '../../parts/Section.tsx';
import { VerdictBar } from '../../parts/VerdictBar.tsx';
import { useLiveReview } from '../use-live-review.ts';
import { GeneralVersion } from './GeneralVersion.tsx';
import { Launch } from './Launch.tsx';
import { ReviewProgress } from './ReviewProgress.tsx';
import { ReviewReasons } from './ReviewReasons.tsx';
import { SendPace } from './SendPace.tsx';
import type { Drafting } from './use-draft.ts';

const route = getRouteApi('/shell/campaigns/$id/edit');

/** What the gate says about everybody, before anything is sent, and how fast it will be. */
export function StepReview({ draft }: { draft: Drafting }) {
  return (
    <>
      <SendPace draft={draft} />
      <Reviewed key={draft.saved.version} draft={draft} />
    </>
  );
}

function Reviewed({ draft }: { draft: Drafting }) {
  const { saved, state } = draft;
  const navigate = route.useNavigate();
  const ready = saved.missing.length === 0 && state === 'saved';
  const { live, problem } = useLiveReview(saved.id, ready);
  if (state !== 'saved') return <p>The review comes as soon as the draft is saved.</p>;
  if (!ready) {
    return <NotReady missing={saved.missing} />;
  }
  if (live === null && problem !== null) return <Problem error={problem} />;
  if (live !== null && live.missing.length > 0) return <NotReady missing={live.missing} />;
  const review = live?.review ?? null;
  if (live === null || review === null) {
    return (
      <div>
        <ReviewProgress progress={live?.progress ?? null} />
        <Skeleton h={320} />
      </div>
    );
  }
  return (
    <div>
      <ReviewProgress progress={live.progress} />
      <Section title="Who may receive it" note={review.sentence}>
        <VerdictBar
          review={review}
          open={(part) => void navigate({ search: { step: 'review', show: 'review', part } })}
        />
      </Section>
      <ReviewReasons
        review={review}
        open={(part, code) =>
          void navigate({ search: { step: 'review', show: 'review', part, code } })
        }
      />
      <Section
        title="What the gate was asked"
        note={
          review.profile === 'strict'
            ? 'Under the strict profile: where the law leaves room, the careful answer.'
            : 'Under the profile “law”: the rules as they are written.'
        }
      >
        <List>
          {review.asked.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      </Section>
      <GeneralVersion campaign={saved} review={review} />
      <Launch campaign={saved} review={review} />
    </div>
  );
}

function NotReady({ missing }: { missing: readonly string[] }) {
  return (
    <Section title="Not ready yet">
      <List>
        {missing.map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </Section>
  );
}
