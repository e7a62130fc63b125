import type { Campaign } from './queries.ts';
import classes from './StateChip.module.css';

const WORDS: Record<Campaign['state'], string> = {
  draft: 'Draft',
  running: 'Sending',
  paused: 'Paused',
  done: 'Done',
  cancelled: 'Cancelled',
};

/** Where a campaign stands. Held: it is on, but something keeps it from sending. */
export function StateChip({ campaign }: { campaign: Pick<Campaign, 'state' | 'heldReason'> }) {
  const held = campaign.state === 'running' && campaign.heldReason !== null;
  return (
    <span className={classes.chip} data-state={held ? 'held' : campaign.state}>
      {held ? 'Waiting' : WORDS[campaign.state]}
    </span>
  );
}
