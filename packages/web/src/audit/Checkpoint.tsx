import { Button, FileButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import classes from './Audit.module.css';
import { Verdict } from './Verdict.tsx';

/** A signed checkpoint to keep elsewhere, and the ledger verified against one that was. */
export function Checkpoint() {
  const queries = useQueryClient();
  const download = useMutation({
    mutationFn: () => answer(api.GET('/api/v1/audit/checkpoint')),
    onSuccess: ({ note, size }) => save(`audit-checkpoint-${size}.txt`, note),
  });
  const verify = useMutation({
    mutationFn: async (file: File) =>
      answer(
        api.POST('/api/v1/audit/verify-checkpoint', { body: { checkpoint: await file.text() } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit'] }),
  });
  const key = download.data?.verifierKey;
  return (
    <div className={classes.verify}>
      <Button variant="default" loading={download.isPending} onClick={() => download.mutate()}>
        Download a checkpoint
      </Button>
      <FileButton
        accept="text/plain"
        inputProps={{ 'aria-label': 'A checkpoint that was kept elsewhere' }}
        onChange={(file) => file && verify.mutate(file)}
      >
        {(props) => (
          <Button {...props} variant="default" loading={verify.isPending}>
            Verify against a kept checkpoint
          </Button>
        )}
      </FileButton>
      <div role="status">
        {key && (
          <p className={classes.key}>
            Keep it elsewhere, with the key that it verifies with: {key}
          </p>
        )}
        <Verdict found={verify.data} />
      </div>
      <Problem error={download.error ?? verify.error} />
    </div>
  );
}

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
