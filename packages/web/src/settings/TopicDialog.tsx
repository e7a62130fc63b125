import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, ifMatch, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { problemOf } from '../api/problem.ts';
import { Problem } from '../parts/Problem.tsx';
import { type Topic, topicsQuery } from '../topics/queries.ts';

interface Props {
  /** Null: a new one. */
  topic: Topic | null;
  close: () => void;
}

/** A dialog for a topic's words. */
export function TopicDialog({ topic, close }: Props) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [name, setName] = useState(topic?.name ?? '');
  const [description, setDescription] = useState(topic?.description ?? '');
  const save = useMutation({
    mutationFn: () => {
      const body = { name, description };
      if (topic === null) {
        return answer(api.POST('/api/v1/topics', { body, headers: intent(key, body) }));
      }
      const params = { path: { id: topic.id } };
      const headers = ifMatch(topic.version);
      return answer(api.PUT('/api/v1/topics/{id}', { params, body, headers }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: topicsQuery.queryKey }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['campaigns'] });
      close();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={topic === null ? 'New topic' : `Change “${topic.name}”`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Problem error={save.error} shown={['name']} />
        <TextInput
          label="Name"
          description="Whoever holds one of your messages can read it: name no illness and no treatment."
          placeholder="Events and classes"
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={save.error ? problemOf(save.error).field('name') : undefined}
        />
        <Textarea
          label="In a line"
          description="What people read below the name when they choose. It may be empty."
          maxLength={300}
          autosize
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value.replaceAll('\n', ' '))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {topic === null ? 'Make it' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
