import { Button, Group, Modal, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, newKey } from '../../api/client.ts';
import { intent } from '../../api/intent.ts';
import { problemOf } from '../../api/problem.ts';
import { Problem } from '../../parts/Problem.tsx';
import { ChooseColumns } from './ChooseColumns.tsx';
import { exportsQuery, isPurpose, PURPOSES, type Purpose } from './queries.ts';

/** What a file is for, and what is to stand in it. */
export function AskExport({ segmentId, close }: { segmentId: string; close: () => void }) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const [note, setNote] = useState('');
  const [attributes, setAttributes] = useState<string[]>([]);
  const ask = useMutation({
    mutationFn: async () => {
      if (purpose === null) return;
      const body = { purpose, note, attributes };
      const params = { path: { id: segmentId } };
      const headers = intent(key, body);
      await answer(api.POST('/api/v1/segments/{id}/exports', { params, body, headers }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: exportsQuery(segmentId).queryKey });
      close();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  const said = purpose !== null && (purpose !== 'other' || note.trim() !== '');
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title="Export the people of this segment"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Problem error={ask.error} shown={['note']} />
        <Select
          label="What it is for"
          placeholder="Choose"
          data-autofocus
          data={Object.entries(PURPOSES).map(([value, label]) => ({ value, label }))}
          value={purpose}
          onChange={(value) => setPurpose(isPurpose(value) ? value : null)}
        />
        <Textarea
          label="Note"
          description={
            purpose === 'other'
              ? 'Say what the file is for.'
              : 'Who gets it, or what else is to be remembered.'
          }
          autosize
          minRows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={ask.error ? problemOf(ask.error).field('note') : undefined}
        />
        <ChooseColumns chosen={attributes} choose={setAttributes} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={ask.isPending} disabled={!said || attributes.length === 0}>
            Export
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
