import { Button } from '@mantine/core';
import { useState } from 'react';
import { withShownDays } from '../parts/days.ts';
import { Section } from '../parts/Section.tsx';
import classes from './ContactPage.module.css';
import { Happened } from './Happened.tsx';
import { LedgerDrawer } from './LedgerDrawer.tsx';
import type { Contact } from './queries.ts';

/** What somebody allowed and refused, as it happened. Nothing is ever taken out. */
export function ConsentEvents({ contact }: { contact: Contact }) {
  const [open, setOpen] = useState(false);
  return (
    <Section
      title="What they allowed and refused"
      aside={
        <Button variant="default" size="xs" onClick={() => setOpen(true)}>
          The whole ledger
        </Button>
      }
    >
      {contact.consent.length === 0 && <p className={classes.dim}>Nothing recorded yet.</p>}
      <ol className={classes.events}>
        {contact.consent.map((event) => (
          <li key={event.id} className={classes.event}>
            <div className={classes.head}>
              <span>{withShownDays(event.sentence)}</span>
              <span className={classes.dim}>
                <Happened event={event} />
              </span>
            </div>
            <span className={classes.dim}>{event.sourceWords}</span>
          </li>
        ))}
      </ol>
      {open && <LedgerDrawer id={contact.id} at={null} close={() => setOpen(false)} />}
    </Section>
  );
}
