import { IconShieldCheck } from '@tabler/icons-react';
import classes from './Shell.module.css';

/** Stands on every page as long as it is true. */
export function Band() {
  return (
    <p className={classes.band}>
      <IconShieldCheck size={16} stroke={1.75} aria-hidden />
      Sandbox: nothing leaves this machine
    </p>
  );
}
