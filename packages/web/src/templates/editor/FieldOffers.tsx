import { UnstyledButton } from '@mantine/core';
import { isLive, useAttributes } from '../../attributes/queries.ts';
import { byClass, CLASS_HEADINGS } from '../../attributes/words.ts';
import { ClassChip } from '../../parts/ClassChip.tsx';
import type { Place } from '../queries.ts';
import classes from '../Templates.module.css';

const PLACE_WORDS: Record<Place, string> = {
  subject: 'the subject',
  preheader: 'the preheader',
  body: 'the message',
  text: 'the plain text',
};

const OUR_OWN = [
  { key: 'organization_name', label: 'Organization’s name' },
  { key: 'organization_address', label: 'Postal address' },
];
/** Addresses of the message's own. */
const OWN_URLS = [
  { key: 'unsubscribe_url', label: 'Unsubscribe link', words: 'Unsubscribe' },
  { key: 'preferences_url', label: 'Preferences link', words: 'Choose what you get' },
];

interface Props {
  /** Where the cursor was last: there it goes. */
  place: Place;
  /** Puts a field there; `back`: how far before its end the cursor is to stand. */
  insert: (text: string, back: number) => void;
}

/** The fields that can be filled in, each with its class. Pressing one types it at the cursor. */
export function FieldOffers({ place, insert }: Props) {
  const groups = byClass(useAttributes().filter(isLive));
  // names and numbers of people are the least of what a message should say
  const offered = [
    ...groups.filter(({ sensitivity }) => sensitivity !== 'identifier'),
    ...groups.filter(({ sensitivity }) => sensitivity === 'identifier'),
  ];
  const shown = place === 'subject' || place === 'preheader';
  return (
    <section aria-labelledby="fields-title">
      <h2 id="fields-title" className={classes.asideTitle}>
        Fields
      </h2>
      <p className={classes.dim}>
        Pressing one puts it into {PLACE_WORDS[place]}, where the cursor was. The text between the
        quotes is for people whose value is not known.
        {shown && ' Here only contact fields can stand: it shows on locked screens.'}
      </p>
      {offered.map(({ sensitivity, attributes: group }) => (
        <div key={sensitivity} style={{ marginTop: 12 }}>
          <ClassChip of={sensitivity} />
          <ul className={classes.offered} aria-label={CLASS_HEADINGS[sensitivity]}>
            {group.map(({ id, key, label }) => (
              <li key={id}>
                <UnstyledButton
                  className={classes.offer ?? ''}
                  disabled={shown && sensitivity !== 'contact'}
                  aria-label={`Insert the field ${label}`}
                  onClick={() => insert(`{{ ${key} | default: "" }}`, 4)}
                >
                  {label}
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div style={{ marginTop: 12 }}>
        <ClassChip of={null} />
        <ul className={classes.offered} aria-label="Of the organization">
          {OUR_OWN.map(({ key, label }) => (
            <li key={key}>
              <UnstyledButton
                className={classes.offer ?? ''}
                aria-label={`Insert the field ${label}`}
                onClick={() => insert(`{{ ${key} }}`, 0)}
              >
                {label}
              </UnstyledButton>
            </li>
          ))}
          {OWN_URLS.map(({ key, label, words }) => (
            <li key={key}>
              <UnstyledButton
                className={classes.offer ?? ''}
                disabled={shown}
                aria-label={`Insert the field ${label}`}
                onClick={() =>
                  insert(
                    place === 'text' ? `{{ ${key} }}` : `<a href="{{ ${key} }}">${words}</a>`,
                    0,
                  )
                }
              >
                {label}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
