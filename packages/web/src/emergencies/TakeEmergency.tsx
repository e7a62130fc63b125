import { Button, Group, Modal, NumberInput, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { CLASS_HEADINGS, SENSITIVITIES } from '../attributes/words.ts';
import type { Sensitivity } from '../parts/ClassChip.tsx';
import { Problem } from '../parts/Problem.tsx';

const MOST_HOURS = 8;
const SHORTEST_REASON = 10;
const CLASSES = SENSITIVITIES.map((value) => ({ value, label: CLASS_HEADINGS[value] }));

/** A dialog by which somebody opens people to themselves, at once and for a while. */
export function TakeEmergency({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState<number | string>(1);
  const [upTo, setUpTo] = useState<Sensitivity>('diagnosis');
  const take = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/emergencies', { body: { reason, hours: Number(hours), upTo } })),
    onSuccess: async () => {
      // what was locked is open now: everything on these pages is asked anew
      await queries.invalidateQueries();
      close();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    take.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      title="Emergency access"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <p style={{ margin: 0 }}>
          Opens single people to you where somebody would come to harm by waiting for a person with
          the right. The privacy officers are written to, everything you do is marked, and they
          review it afterwards.
        </p>
        <Textarea
          label="Why"
          description="Kept sealed; only who reviews it reads it."
          required
          withAsterisk={false}
          minLength={SHORTEST_REASON}
          maxLength={2000}
          autosize
          minRows={3}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={take.error ? problemOf(take.error).field('reason') : undefined}
        />
        <Select
          label="Up to"
          description="No more than it needs."
          allowDeselect={false}
          data={CLASSES}
          value={upTo}
          onChange={(value) => value && setUpTo(value)}
        />
        <NumberInput
          label="Hours"
          description="It ends by itself, and you can end it before."
          min={1}
          max={MOST_HOURS}
          allowDecimal={false}
          value={hours}
          onChange={setHours}
        />
        <Problem error={take.error} shown={['reason']} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            color="brick"
            loading={take.isPending}
            disabled={reason.trim().length < SHORTEST_REASON || hours === ''}
          >
            Take emergency access
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
