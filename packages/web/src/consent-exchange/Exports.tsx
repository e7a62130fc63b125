import { Button, Group, Select, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { saveFile } from './save-file.ts';
import { isPurpose, PURPOSES, type Purpose } from './words.ts';

const FILES = {
  consents: {
    label: 'Consents as CSV',
    name: 'consents.csv',
    get: (purpose: Purpose) =>
      api.POST('/api/v1/consent-exports/consents', { body: { purpose }, parseAs: 'blob' }),
  },
  fhir: {
    label: 'Consents as FHIR R4',
    name: 'consents.ndjson',
    get: (purpose: Purpose) =>
      api.POST('/api/v1/consent-exports/fhir', { body: { purpose }, parseAs: 'blob' }),
  },
  suppressions: {
    label: 'Addresses as CSV',
    name: 'suppressed-addresses.csv',
    get: (purpose: Purpose) =>
      api.POST('/api/v1/consent-exports/suppressions', { body: { purpose }, parseAs: 'blob' }),
  },
} as const;
const WHICH = ['consents', 'fhir', 'suppressions'] as const;

/** All of it as a file, once it is said what for. */
export function Exports() {
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const save = useMutation({
    mutationFn: async (which: (typeof WHICH)[number]) => {
      if (purpose === null) return;
      const { get, name } = FILES[which];
      saveFile(await answer(get(purpose)), name);
    },
  });
  return (
    <Section
      title="Take it along"
      note="These files hold people’s names and what they refused. Each export stands in the audit with its purpose."
    >
      <Stack maw={640}>
        <Select
          label="What it is for"
          placeholder="Choose"
          data={Object.entries(PURPOSES).map(([value, label]) => ({ value, label }))}
          value={purpose}
          onChange={(value) => setPurpose(isPurpose(value) ? value : null)}
        />
        <Group>
          {WHICH.map((which) => (
            <Button
              key={which}
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              disabled={purpose === null}
              loading={save.isPending && save.variables === which}
              onClick={() => save.mutate(which)}
            >
              {FILES[which].label}
            </Button>
          ))}
        </Group>
        <Problem error={save.error} />
      </Stack>
    </Section>
  );
}
