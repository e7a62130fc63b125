import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { problemOf } from '../api/problem.ts';
import { PageHeader } from './PageHeader.tsx';
import { Problem } from './Problem.tsx';

/** In place of a page that could not be shown. The menu around it still works. */
export function PageProblem({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const { status, problem } = problemOf(error);
  const again = () => {
    reset();
    void router.invalidate();
  };
  if (status === 404) return <Nowhere />;
  return (
    <>
      <PageHeader title={status === 403 ? 'Not for this account' : 'This did not work'} />
      <Problem error={error} retry={problem.status === 403 ? undefined : again} />
    </>
  );
}

export function Nowhere() {
  return (
    <PageHeader title="There is nothing here">
      The page was moved or deleted, or the address has a slip in it. The menu leads to everything
      there is.
    </PageHeader>
  );
}
