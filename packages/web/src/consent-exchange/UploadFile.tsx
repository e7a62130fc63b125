import { Anchor, Button, FileInput, Group, Progress, Radio, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { Problem } from '../parts/Problem.tsx';
import { type Kind, rememberFile, uploadExchange } from './queries.ts';

/** What a file holds, and the file. It is checked as soon as it is here. */
export function UploadFile() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>('consents');
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState(0);
  const stopper = useRef<AbortController>(null);
  useEffect(() => () => stopper.current?.abort(), []);
  const upload = useMutation({
    mutationFn: (chosen: File) => {
      setSent(0);
      stopper.current = new AbortController();
      return uploadExchange(kind, chosen, setSent, stopper.current.signal);
    },
    onSuccess: (one) => {
      rememberFile(queries, one);
      void navigate({ to: '/consent-files/$id', params: { id: one.id } });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (file) upload.mutate(file);
  };
  return (
    <form onSubmit={submit} aria-label="Bring in a file">
      <Stack maw={640}>
        <Radio.Group
          label="What it holds"
          value={kind}
          onChange={(value) => setKind(value === 'suppressions' ? value : 'consents')}
        >
          <Stack gap="xs" mt="xs">
            <Radio
              value="consents"
              label="Authorizations, opt-outs and wishes"
              description="A row for each, with record_number or email, event, scope, at, and a column for each element of a document."
            />
            <Radio
              value="suppressions"
              label="Addresses that are written to no more"
              description="A row for each, with email, reason and since. Only a keyed hash of each address is kept."
            />
          </Stack>
        </Radio.Group>
        <FileInput
          label="CSV file"
          description={
            <>
              UTF-8, with commas, semicolons or tabs. The first row holds the headings:{' '}
              <Anchor href={`/samples/${kind}.csv`} download inherit underline="always">
                a sample with all of them
              </Anchor>
              .
            </>
          }
          placeholder="Choose a file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          value={file}
          onChange={setFile}
          clearable
        />
        <Problem error={upload.error} />
        {upload.isPending && (
          <Progress value={sent * 100} aria-label="Uploaded" transitionDuration={150} />
        )}
        <Group>
          <Button type="submit" loading={upload.isPending} disabled={!file}>
            Upload and check
          </Button>
          {upload.isPending && (
            <Button variant="default" onClick={() => stopper.current?.abort()}>
              Stop
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
