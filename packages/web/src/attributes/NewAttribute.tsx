import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { problemOf } from '../api/problem.ts';
import { Choice } from '../parts/Choice.tsx';
import { CLASS_MEANINGS, type Sensitivity } from '../parts/ClassChip.tsx';
import { Problem } from '../parts/Problem.tsx';
import { type Attribute, attributesQuery } from './queries.ts';
import { type CodeSystem, SENSITIVITIES, SYSTEM_WORDS, TYPE_WORDS } from './words.ts';

interface Props {
  close: () => void;
  /** Called with what was made. */
  made?: (attribute: Attribute) => void;
  /** For what it is made: a line above the form. */
  children?: string;
}

const TYPES = (Object.keys(TYPE_WORDS) as Attribute['type'][]).map((value) => ({
  value,
  label: TYPE_WORDS[value],
}));
const SYSTEMS = (Object.keys(SYSTEM_WORDS) as CodeSystem[]).map((value) => ({
  value,
  label: SYSTEM_WORDS[value],
}));

/** A dialog that defines an attribute: its name, its form, and how sensitive it is. */
export function NewAttribute({ close, made, children }: Props) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [label, setLabel] = useState('');
  const [type, setType] = useState<Attribute['type']>('text');
  const [system, setSystem] = useState<CodeSystem | null>(null);
  const [sensitivity, setSensitivity] = useState<Sensitivity | null>(null);
  const coded = type === 'code' || type === 'list';
  const create = useMutation({
    mutationFn: (chosen: Sensitivity) => {
      const body = { label, type, system: coded ? system : null, sensitivity: chosen };
      return answer(api.POST('/api/v1/attributes', { body, headers: intent(key, body) }));
    },
    onSuccess: async (attribute) => {
      await queries.invalidateQueries({ queryKey: attributesQuery.queryKey });
      made?.(attribute);
      close();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (sensitivity) create.mutate(sensitivity);
  };
  const labelProblem = create.error ? problemOf(create.error).field('label') : undefined;
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title="New attribute"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        {children && <p style={{ margin: 0 }}>{children}</p>}
        <Problem error={create.error} shown={['label']} />
        <TextInput
          label="Name"
          description="As your staff call it. Templates use a key made from it."
          placeholder="Risk score"
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          error={labelProblem}
        />
        <Select
          label="Type"
          data={TYPES}
          allowDeselect={false}
          value={type}
          onChange={(chosen) => {
            const found = TYPES.find(({ value }) => value === chosen);
            if (found) setType(found.value);
          }}
        />
        {coded && (
          <Select
            label="Codes"
            description={type === 'list' ? 'Leave empty for a list of texts.' : undefined}
            data={SYSTEMS}
            required={type === 'code'}
            withAsterisk={false}
            clearable={type === 'list'}
            clearButtonProps={{ 'aria-label': 'No codes' }}
            value={system}
            onChange={(chosen) =>
              setSystem(SYSTEMS.find(({ value }) => value === chosen)?.value ?? null)
            }
          />
        )}
        <Choice
          label="How sensitive is it?"
          description="What a message touches decides what the law asks of it. When in doubt, the more sensitive."
          columns
          value={sensitivity}
          choose={setSensitivity}
          options={SENSITIVITIES.map((value) => ({
            value,
            label: value === 'part2' ? 'part 2' : value,
            note: CLASS_MEANINGS[value],
          }))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={label.trim() === '' || sensitivity === null}
          >
            Define it
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
