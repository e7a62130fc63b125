import {
  IconBan,
  IconCircleCheck,
  IconFlower,
  IconHandStop,
  IconLock,
  IconMailOff,
  IconMailX,
} from '@tabler/icons-react';
import { CitationText } from '../parts/CitationText.tsx';
import { withShownDays } from '../parts/days.ts';
import { Section } from '../parts/Section.tsx';
import classes from './ContactPage.module.css';
import { SCOPE_WORDS } from './consent.ts';
import type { Contact } from './queries.ts';

interface Line {
  Icon: typeof IconBan;
  words: string;
  effect: string;
  citations: readonly string[];
}

const SUPPRESSED: Record<NonNullable<Contact['standing']['suppressed']>['reason'], string> = {
  hard_bounce: 'Their mailbox is gone',
  soft_bounces: 'Their mailbox is out of reach',
  complaint: 'They called a message spam',
  by_hand: 'Their address is written to no more',
};

/** What stands between this person and a message, in words, each with its place in the law. */
function linesOf({ standing }: Contact): readonly Line[] {
  const lines: Line[] = [];
  if (standing.deceased) {
    lines.push({
      Icon: IconFlower,
      words: 'Has died',
      effect: 'Nothing is sent to this address any more.',
      citations: ['45 CFR 164.502(f)'],
    });
  }
  for (const scope of standing.optOuts) {
    const words = SCOPE_WORDS[scope]?.label ?? scope;
    lines.push({
      Icon: IconHandStop,
      words: `Opted out of ${words.toLowerCase()}`,
      effect: 'The gate refuses every such message.',
      citations: scope === 'fundraising' ? ['45 CFR 164.514(f)'] : ['15 USC 7704(a)(4)'],
    });
  }
  if (standing.restriction) {
    lines.push({
      Icon: IconLock,
      words: 'A restriction was agreed to',
      effect: 'Their data is not used for messages of the kind that it covers.',
      citations: ['45 CFR 164.522(a)'],
    });
  }
  if (standing.sentences.includes('Asked for a restriction of use.')) {
    lines.push({
      Icon: IconLock,
      words: 'Asked for a restriction of use',
      effect:
        'Nobody has answered yet. What they asked for is in the whole ledger; tell them your answer, and record it under “Record what they said”.',
      citations: ['45 CFR 164.522(a)'],
    });
  }
  if (standing.suppressed) {
    lines.push({
      Icon: IconMailX,
      words: SUPPRESSED[standing.suppressed.reason],
      effect: `Nothing is sent to this address, messages about their care included, until somebody releases it under Bounces. ${standing.suppressed.detail ?? ''}`,
      citations: [],
    });
  }
  if (standing.confidentialCommunication) {
    const noEmail = standing.confidentialCommunication === 'no_email';
    lines.push({
      Icon: IconMailOff,
      words: noEmail
        ? 'Asked not to be written to by email'
        : 'Asked to be written to at another address only',
      effect: noEmail
        ? 'No email is sent.'
        : 'Mail goes to that address where it is on file, and nowhere else.',
      citations: ['45 CFR 164.522(b)'],
    });
  }
  return lines;
}

interface Props {
  contact: Contact;
  /** Where more than one person's is shown. */
  title?: string;
}

export function Standing({ contact, title = 'Where they stand' }: Props) {
  const lines = linesOf(contact);
  // what is said above with its effect is not said again
  const said = new Set([...lines.map(({ words }) => `${words}.`), 'Restriction of use agreed to.']);
  const wishes = contact.standing.sentences.filter(
    (sentence) => !said.has(sentence) && !sentence.startsWith('Recorded as deceased'),
  );
  return (
    <Section title={title}>
      <ul className={classes.lines}>
        {lines.map(({ Icon, words, effect, citations }) => (
          <li key={words} className={classes.line}>
            <Icon size={20} stroke={1.75} aria-hidden className={classes.no ?? ''} />
            <div>
              <strong>{words}.</strong> {effect}
              <CitationText citations={citations} />
            </div>
          </li>
        ))}
        {wishes.map((sentence) => (
          <li key={sentence} className={classes.line}>
            <IconHandStop size={20} stroke={1.75} aria-hidden className={classes.no ?? ''} />
            <div>{withShownDays(sentence)}</div>
          </li>
        ))}
        {lines.length + wishes.length === 0 && (
          <li className={classes.line}>
            <IconCircleCheck size={20} stroke={1.75} aria-hidden className={classes.yes ?? ''} />
            <div>
              <strong>Has not said no to anything.</strong> Marketing still needs an authorization
              below; messages about their care do not.
            </div>
          </li>
        )}
        {typeof contact.values['email'] !== 'string' && (
          <li className={classes.line}>
            <IconMailOff size={20} stroke={1.75} aria-hidden className={classes.no ?? ''} />
            <div>
              <strong>No email address on file.</strong> They cannot be reached by mail.
            </div>
          </li>
        )}
      </ul>
    </Section>
  );
}
