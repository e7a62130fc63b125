import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import classes from './Audit.module.css';

/** Whether the ledger is intact, or where it is not. */
export function Verdict({ found }: { found: { intact: boolean; sentence: string } | undefined }) {
  if (!found) return null;
  const Icon = found.intact ? IconCircleCheck : IconAlertTriangle;
  return (
    <p className={classes.sentence} data-intact={found.intact}>
      <Icon size={20} aria-hidden />
      {found.sentence}
    </p>
  );
}
