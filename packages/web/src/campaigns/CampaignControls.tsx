import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { people } from '../parts/figures.ts';
import { ButtonLink } from '../parts/links.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useMay } from '../session/session.ts';
import { useAct } from './actions.ts';
import type { Campaign } from './queries.ts';

/** Pause, resume, cancel, for as long as a campaign is on. */
export function CampaignControls({ campaign }: { campaign: Campaign }) {
  const { id, state, states } = campaign;
  const mayUse = useMay('campaigns:send');
  const act = useAct(id);
  const [asking, { open, close }] = useDisclosure(false);
  const report = (
    <ButtonLink to="/campaigns/$id/report" params={{ id }} variant="default">
      Report so far
    </ButtonLink>
  );
  if (!mayUse) return report;
  return (
    <div>
      <Group gap="xs">
        {report}
        <Button variant="default" onClick={open}>
          Cancel
        </Button>
        {state === 'paused' ? (
          <Button loading={act.isPending} onClick={() => act.mutate('resume')}>
            Resume
          </Button>
        ) : (
          <Button loading={act.isPending} onClick={() => act.mutate('pause')}>
            Pause
          </Button>
        )}
      </Group>
      <Problem error={act.error} />
      <Modal
        opened={asking}
        onClose={close}
        title="Cancel this campaign"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <p>
          {people(states?.waiting ?? 0)} still waiting would get nothing. What was sent stays sent,
          and the campaign cannot be started again.
        </p>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
          <Button
            color="brick"
            onClick={() => {
              act.mutate('cancel');
              close();
            }}
          >
            Cancel the campaign
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
