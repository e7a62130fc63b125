import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import classes from './Audit.module.css';
import { Verdict } from './Verdict.tsx';

/** Verifies every entry, and says whether all are as written or which is not. */
export function Verify() {
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/audit/verify')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit'] }),
  });
  return (
    <div className={classes.verify}>
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        Verify the ledger
      </Button>
      <div role="status">
        <Verdict found={verify.data} />
      </div>
      <Problem error={verify.error} />
    </div>
  );
}
