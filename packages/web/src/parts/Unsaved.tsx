import { useBlocker } from '@tanstack/react-router';
import { Ask } from './Ask.tsx';

interface Props {
  /** True while something would be lost. */
  unsaved: boolean;
  /** What becomes of it. */
  children: string;
}

/** Asks before somebody leaves what is not saved, by a link or by closing the tab. */
export function Unsaved({ unsaved, children }: Props) {
  const { status, proceed, reset } = useBlocker({
    // another tab of the same page is no leaving
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: unsaved,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <Ask title="Leave without saving?" yes="Leave" no="Stay here" act={proceed} close={reset}>
      {children}
    </Ask>
  );
}
