import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import classes from './Audit.module.css';

/** Walks the whole chain, and says whether it is intact or where it is not. */
export function Verify() {
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/audit/verify')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit'] }),
  });
  const found = verify.data;
  return (
    <div className={classes.verify}>
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        Verify the chain
      </Button>
      <div role="status">
        {found && (
          <p className={classes.sentence} data-intact={found.intact}>
            {found.intact ? (
              <IconCircleCheck size={20} aria-hidden />
            ) : (
              <IconAlertTriangle size={20} aria-hidden />
            )}
            {found.sentence}
          </p>
        )}
      </div>
      <Problem error={verify.error} />
    </div>
  );
}
