import { Button, Group, Modal, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Copy } from '../parts/Copy.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Name } from '../parts/Name.tsx';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import { type Application, type ApplicationKey, applicationsQuery } from './queries.ts';
import { KIND_WORDS } from './words.ts';

interface Props {
  application: Application;
  kind: ApplicationKey['kind'];
  /** The key in whose place it comes; null: it is one more. */
  next: ApplicationKey | null;
  close: () => void;
}

/** Makes a key, and shows its secret this once. */
export function MakeKey({ application, kind, next, close }: Props) {
  const queries = useQueryClient();
  const [days, setDays] = useState(90);
  const [overlapHours, setOverlapHours] = useState(24);
  const make = useMutation({
    mutationFn: async () => {
      if (next === null) {
        const params = { path: { id: application.id } };
        const body = { kind, days };
        return answer(api.POST('/api/v1/applications/{id}/keys', { params, body }));
      }
      const params = { path: { id: application.id, keyId: next.id } };
      const body = { overlapHours, days };
      const done = await answer(
        api.POST('/api/v1/applications/{id}/keys/{keyId}/rotate', { params, body }),
      );
      return done.made;
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: applicationsQuery.queryKey }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    make.mutate();
  };
  const what = KIND_WORDS[kind].toLowerCase();
  const title = make.data
    ? `The ${what} of “${application.name}”`
    : next === null
      ? `New ${what}`
      : `Rotate ${next.prefix}…`;
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {make.data ? (
        <div style={{ display: 'grid', gap: 16 }}>
          <p style={{ margin: 0 }}>
            Copy it to where it belongs now: it is not shown again. Whoever has it is this
            application.
          </p>
          <Facts
            facts={[
              [
                kind === 'session' ? 'Code' : kind === 'client' ? 'Client id' : 'Application',
                <Name key="id">{kind === 'session' ? make.data.id : application.id}</Name>,
              ],
              ['Secret', <Name key="secret">{make.data.secret}</Name>],
              ['Ends', <When key="ends" time={make.data.expiresAt} />],
            ]}
          />
          <Group justify="space-between">
            <Copy what="secret" of={application.name} value={make.data.secret} />
            <Button onClick={close}>I have it</Button>
          </Group>
        </div>
      ) : (
        <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
          <Problem error={make.error} />
          <NumberInput
            label="Holds for days"
            description="A year at most. Rotate it before it ends."
            min={1}
            max={365}
            allowDecimal={false}
            data-autofocus
            value={days}
            onChange={(value) => setDays(typeof value === 'number' ? value : 90)}
          />
          {next && (
            <NumberInput
              label="The old one works for hours more"
              description="0: it ends at once. A week at most."
              min={0}
              max={168}
              allowDecimal={false}
              value={overlapHours}
              onChange={(value) => setOverlapHours(typeof value === 'number' ? value : 24)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending}>
              {next === null ? 'Make it' : 'Make the next one'}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}
