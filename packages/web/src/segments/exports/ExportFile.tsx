import { Anchor, Button, Group, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../../api/client.ts';
import { fileSize } from '../../parts/figures.ts';
import { Problem } from '../../parts/Problem.tsx';
import { When } from '../../parts/When.tsx';
import { downloadProved } from '../../session/download-proved.ts';
import { type Export, exportsQuery } from './queries.ts';

/** How far it is; then the file, and until when it is there. */
export function ExportFile({ segmentId, of }: { segmentId: string; of: Export }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/v1/exports/{id}', { params: { path: { id: of.id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: exportsQuery(segmentId).queryKey }),
  });
  const end = (
    <Button
      variant="default"
      size="compact-sm"
      loading={remove.isPending}
      onClick={() => remove.mutate()}
    >
      {of.state === 'running' ? 'Cancel' : 'Delete the file'}
    </Button>
  );
  if (of.state === 'expired') return <>Deleted after 7 days</>;
  if (of.state === 'deleted') return <>Deleted</>;
  if (of.state === 'failed') return <>{of.problem}</>;
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {of.state === 'running' ? (
        <Progress value={of.share * 100} aria-label="Share of the people that was gone through" />
      ) : (
        <div>
          <Anchor
            href={`/api/v1/exports/${of.id}/file`}
            download
            onClick={(event) => void downloadProved(event)}
          >
            Download
          </Anchor>{' '}
          (CSV, {fileSize(of.bytes)}), until <When time={of.expiresAt} inSentence />
        </div>
      )}
      <Group>{end}</Group>
      <Problem error={remove.error} />
    </div>
  );
}
