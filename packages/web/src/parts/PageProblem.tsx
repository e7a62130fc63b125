import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { problemOf } from '../api/problem.ts';
import { TextLink } from './links.tsx';
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

/** Outside the shell: an address that no page has. */
export const Lost = () => (
  <main id="main" style={{ maxWidth: 640, margin: '16dvh auto', padding: 16 }}>
    <Nowhere />
    <TextLink to="/">Home</TextLink>
  </main>
);

export function Nowhere() {
  return (
    <PageHeader title="There is nothing here">
      What was here has been deleted, or the address has a slip in it.
    </PageHeader>
  );
}
