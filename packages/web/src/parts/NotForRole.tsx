import type { ReactNode } from 'react';
import { PERMISSION_WORDS, type Permission } from '../session/session.ts';
import { Empty } from './Empty.tsx';
import { PageHeader } from './PageHeader.tsx';

interface Props {
  title: string;
  /** What the page needs. */
  needs: Permission;
  /** What is open to them instead. */
  children?: ReactNode;
}

/** In place of a page that a role has no use of: who could change that, and what is open instead. */
export function NotForRole({ title, needs, children }: Props) {
  return (
    <>
      <PageHeader title={title} />
      <Empty title="Not for your role">
        To {PERMISSION_WORDS[needs]}, an administrator of this organization would have to give you
        another role. {children}
      </Empty>
    </>
  );
}
