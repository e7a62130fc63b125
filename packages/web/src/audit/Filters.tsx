import { Button, Group, Select, TextInput } from '@mantine/core';
import { ACTION_GROUPS } from './actions.ts';
import type { AuditFilter } from './filter.ts';
import type { Entry } from './queries.ts';

const ACTIONS = Object.entries(ACTION_GROUPS).map(([group, actions]) => ({
  group,
  items: Object.entries(actions).map(([value, label]) => ({ value, label })),
}));

interface Props {
  filter: AuditFilter;
  /** What is listed: whoever acted in it can be chosen. */
  entries: readonly Entry[];
  change: (filter: AuditFilter) => void;
}

/** What the audit is searched by. A contact and a campaign are chosen where they stand in an entry. */
export function Filters({ filter, entries, change }: Props) {
  const set = (name: keyof AuditFilter, value: string | null) => {
    const { [name]: _, ...rest } = filter;
    change(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <Group align="end" mb="md" gap="md">
      <Select
        label="What"
        w={300}
        placeholder="Everything"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Show everything' }}
        nothingFoundMessage="No action is called that"
        data={ACTIONS}
        value={filter.action ?? null}
        onChange={(value) => set('action', value)}
      />
      <Select
        label="Who"
        w={220}
        placeholder="Everybody"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Show everybody' }}
        nothingFoundMessage="Nobody of this name is listed"
        data={actorsOf(entries, filter.actor)}
        value={filter.actor ?? null}
        onChange={(value) => set('actor', value)}
      />
      <TextInput
        label="From"
        description="UTC"
        type="date"
        value={filter.from ?? ''}
        onChange={(event) => set('from', event.currentTarget.value)}
      />
      <TextInput
        label="To"
        description="that day included"
        type="date"
        value={filter.to ?? ''}
        onChange={(event) => set('to', event.currentTarget.value)}
      />
      {filter.contactId && (
        <Button variant="default" onClick={() => set('contactId', null)}>
          Only contact {filter.contactId.slice(-8)}: show all
        </Button>
      )}
      {filter.campaignId && (
        <Button variant="default" onClick={() => set('campaignId', null)}>
          Only campaign {filter.campaignId.slice(-8)}: show all
        </Button>
      )}
    </Group>
  );
}

function actorsOf(entries: readonly Entry[], chosen: string | undefined) {
  const names = new Map([
    ['system', 'Postern'],
    ['recipient', 'A recipient'],
    ...entries.map(({ actor, actorName }) => [actor, actorName] as const),
  ]);
  if (chosen !== undefined && !names.has(chosen)) names.set(chosen, chosen.slice(-8));
  return [...names].map(([value, label]) => ({ value, label }));
}
