import type { ReactNode } from 'react';
import classes from './Band.module.css';

interface BandProps {
  tone: 'plain' | 'calm' | 'warning' | 'urgent';
  /** `status`: read out when it comes. */
  role?: 'status';
  children: ReactNode;
}

/** Stands above every page as long as it is true. */
export function Band({ tone, role, children }: BandProps) {
  return (
    <p className={`${classes.band} ${classes[tone]}`} role={role}>
      {children}
    </p>
  );
}
