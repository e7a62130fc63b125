import { Progress } from '@mantine/core';
import { number } from '../../parts/figures.ts';
import type { LiveReview } from '../use-live-review.ts';

/** How far the gate is. Of an audience that is asked about in a moment nothing is shown. */
export function ReviewProgress({ progress }: { progress: LiveReview['progress'] }) {
  if (progress === null) return null;
  const { judged, audience } = progress;
  const share = audience ? Math.min(100, (100 * judged) / audience) : 0;
  return (
    <div>
      <Progress value={share} aria-label="Share of the audience that the gate was asked about" />
      <p role="status">
        {audience === null
          ? 'The gate is being asked.'
          : `The gate was asked about ${number(judged)} of ${number(audience)} people.`}
      </p>
    </div>
  );
}
