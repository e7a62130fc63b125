import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { ask } from '../api/client.ts';
import { ProblemError, problemOf } from '../api/problem.ts';
import { TextLink } from './links.tsx';
import { PageHeader } from './PageHeader.tsx';
import { Problem } from './Problem.tsx';

const EVERY_MS = 5_000;
const isAway = ({ status }: ProblemError) => status === 0 || status >= 502;

/**
 * In place of a page that could not be shown. The menu around it still works. Of a server that is away, or
 * whose database is, the page comes by itself when it answers.
 */
export function PageProblem({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  const { status, problem } = problemOf(error);
  const again = () => {
    reset();
    void router.invalidate();
  };
  const away = isAway(problemOf(error));
  const lookAgain = useEffectEvent(async () => {
    const answered = await ask();
    if (!(answered instanceof ProblemError && isAway(answered))) again();
  });
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(() => void lookAgain(), EVERY_MS);
    return () => clearInterval(timer);
  }, [away]);
  if (status === 404) return <Nowhere />;
  return (
    <>
      <PageHeader title={status === 403 ? 'Not for this account' : 'This did not work'} />
      <Problem error={error} retry={problem.status === 403 ? undefined : again} />
    </>
  );
}

/** Outside the shell: what could not be shown at all. */
export const RootProblem = (props: ErrorComponentProps) => (
  <Bare>
    <PageProblem {...props} />
  </Bare>
);

/** Outside the shell: an address that no page has. */
export const Lost = () => (
  <Bare>
    <Nowhere />
    <TextLink to="/">Home</TextLink>
  </Bare>
);

const Bare = ({ children }: { children: ReactNode }) => (
  <main id="main" style={{ maxWidth: 640, margin: '16dvh auto', padding: 16 }}>
    {children}
  </main>
);

export function Nowhere() {
  return (
    <PageHeader title="There is nothing here">
      What was here has been deleted, or the address has a slip in it.
    </PageHeader>
  );
}
