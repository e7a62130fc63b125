import { Dot, type Tone } from '../parts/Dot.tsx';
import type { Campaign } from './queries.ts';

const STATES: Record<Campaign['state'], { word: string; tone: Tone }> = {
  draft: { word: 'Draft', tone: 'none' },
  running: { word: 'Sending', tone: 'good' },
  paused: { word: 'Paused', tone: 'need' },
  done: { word: 'Done', tone: 'none' },
  cancelled: { word: 'Cancelled', tone: 'fail' },
};

/** Where a campaign stands. Held: it is on, but something keeps it from sending. */
export function StateChip({ campaign }: { campaign: Pick<Campaign, 'state' | 'heldReason'> }) {
  const held = campaign.state === 'running' && campaign.heldReason !== null;
  const { word, tone } = held ? { word: 'Waiting', tone: 'need' as const } : STATES[campaign.state];
  return (
    <Dot tone={tone} hollow={campaign.state === 'draft'}>
      {word}
    </Dot>
  );
}
