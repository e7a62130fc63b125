import { Button, Group, Progress, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, newKey, once } from '../api/client.ts';
import { number, plural } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { useMay } from '../session/session.ts';
import { FileFigures } from './FileFigures.tsx';
import { type ExchangeFile, fileQuery, isUnderWay, rememberFile } from './queries.ts';
import { Reports } from './Reports.tsx';
import { STATES } from './words.ts';

const route = getRouteApi('/shell/consent-files/$id');

export function ConsentFilePage() {
  return useMay('imports:write') ? (
    <OneFile />
  ) : (
    <NotForRole title="Consent file" needs="contacts:write" />
  );
}

/** One file: what was found in it, and whether it is to be written. */
function OneFile() {
  const { id } = route.useParams();
  const mayRead = useMay('people:read');
  const { data: one } = useSuspenseQuery({
    ...fileQuery(id),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 1_000 : false),
  });
  const underWay = isUnderWay(one);
  const share = one.bytes === 0 ? 0 : (one.bytesDone / one.bytes) * 100;
  return (
    <>
      <PageHeader
        title={one.fileName}
        tab="Consent file"
        above={<TextLink to="/consent-files">Consent files</TextLink>}
      />
      <Stack gap="lg">
        <div role="status">
          <p>
            {STATES[one.state]}. {plural(one.rows, 'row')} read. {told(one)}
          </p>
          {underWay && <Progress value={share} maw={480} aria-label={STATES[one.state]} />}
        </div>
        <FileFigures of={one} />
        {one.state === 'checked' && <Decide of={one} />}
        {!underWay && one.rejected > 0 && mayRead && (
          <Group>
            <Button
              component="a"
              variant="default"
              href={`/api/v1/consent-imports/${one.id}/rejects`}
              download
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              Download rejected rows
            </Button>
          </Group>
        )}
      </Stack>
      {!underWay && mayRead && one.rejected + one.noEffect > 0 && (
        <Section
          title="What is to be said of its rows"
          note="Rejected rows are not written. A document that allows nothing is on file all the same."
        >
          <Reports of={one} />
        </Section>
      )}
    </>
  );
}

function told({ state, valid }: ExchangeFile): string {
  if (state === 'checked' && valid === 0) return 'None of them is new and valid.';
  if (state === 'checked') return 'Nothing is written yet.';
  if (state === 'done') return `${number(valid)} of them were written.`;
  return state === 'dropped' ? 'Nothing of it was written.' : '';
}

/** Write what is valid, or give it up; the file is deleted with either. */
function Decide({ of }: { of: ExchangeFile }) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const params = { path: { id: of.id } };
  const onSuccess = (one: ExchangeFile) => rememberFile(queries, one);
  const write = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/consent-imports/{id}/write', {
          params,
          headers: once(key),
        }),
      ),
    onSuccess,
  });
  const drop = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/consent-imports/{id}/drop', { params })),
    onSuccess,
  });
  return (
    <Stack gap="sm">
      <Problem error={write.error ?? drop.error} />
      <Group>
        {of.valid > 0 && (
          <Button loading={write.isPending} onClick={() => write.mutate()}>
            Write {plural(of.valid, 'valid row')}
          </Button>
        )}
        <Button variant="default" loading={drop.isPending} onClick={() => drop.mutate()}>
          Give it up
        </Button>
      </Group>
    </Stack>
  );
}
