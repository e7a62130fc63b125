import { withShownDays } from '../parts/days.ts';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import classes from './ContactPage.module.css';
import type { Contact } from './queries.ts';

const SOURCE_WORDS: Record<string, string> = {
  import: 'From an imported file',
  'one-click': 'By one click in their mail program',
  page: 'On the page that mail links to',
  staff: 'Recorded by staff',
  paper: 'From a paper',
  demo: 'Made up for the demonstration',
};

/** What somebody allowed and refused, as it happened. Nothing is ever taken out. */
export function ConsentEvents({ contact }: { contact: Contact }) {
  return (
    <Section title="What they allowed and refused">
      {contact.consent.length === 0 && <p className={classes.dim}>Nothing recorded yet.</p>}
      <ol className={classes.events}>
        {contact.consent.map(({ id, at, sentence, source }) => (
          <li key={id} className={classes.event}>
            <div className={classes.head}>
              <span>{withShownDays(sentence)}</span>
              <span className={classes.dim}>
                <When time={at} />
              </span>
            </div>
            <span className={classes.dim}>{SOURCE_WORDS[source] ?? source}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
