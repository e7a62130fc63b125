import { Button, Group, Modal } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { newKey } from '../../api/client.ts';
import { number, people } from '../../parts/figures.ts';
import { Problem } from '../../parts/Problem.tsx';
import type { Review } from '../../parts/VerdictBar.tsx';
import { PERMISSION_WORDS, useMay, useSession } from '../../session/session.ts';
import { useAct } from '../actions.ts';
import type { Campaign } from '../queries.ts';

interface Props {
  campaign: Campaign;
  review: Review;
}

/** The last step: says how many get it, and asks once. */
export function Launch({ campaign, review }: Props) {
  const mayLaunch = useMay('campaigns:send');
  const { sandbox } = useSession().organization;
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [key] = useState(newKey);
  const launch = useAct(campaign.id, key);
  const may = review.parts.find(({ part }) => part === 'may')?.count ?? 0;
  const start = () =>
    launch.mutate('launch', {
      onSuccess: ({ id }) => void navigate({ to: '/campaigns/$id', params: { id } }),
    });
  if (!mayLaunch)
    return (
      <p>
        Launching needs the permission “{PERMISSION_WORDS['campaigns:send']}”. The draft is saved.
      </p>
    );
  return (
    <>
      <Button
        size="md"
        leftSection={<IconSend size={18} aria-hidden />}
        disabled={may === 0}
        onClick={() => setOpen(true)}
      >
        {may === 0 ? 'Nobody may receive it' : `Send to ${people(may)}`}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title="Send this campaign"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <p>
          <strong>{people(may)}</strong> of {number(review.audience)} will get “{campaign.name}”.
          Each is decided again in the moment of sending, so whoever opts out meanwhile gets
          nothing.
        </p>
        <p>
          {sandbox
            ? 'This is the sandbox: the mail goes to the sandbox inbox and nowhere else.'
            : 'It can be paused and cancelled, but what has been sent cannot be taken back.'}
        </p>
        <Problem error={launch.error} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setOpen(false)}>
            Not yet
          </Button>
          <Button loading={launch.isPending} onClick={start}>
            Send to {people(may)}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
