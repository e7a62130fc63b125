import type { ReactNode } from 'react';
import { number } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import classes from './Audit.module.css';
import type { Entry } from './queries.ts';

/** What an entry is about: ids, each a link where there is a page, counts and words of ours. */
export function SubjectOf({ entry }: { entry: Entry }) {
  return (
    <dl className={classes.subject}>
      {Object.entries(entry.subject)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{spaced(name)}</dt>
            <dd>
              {shown(name, value)} {only(name, value)}
            </dd>
          </div>
        ))}
    </dl>
  );
}

function shown(name: string, value: unknown): ReactNode {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const id = String(value);
  const short = id.slice(-8);
  switch (name) {
    case 'contactId':
      return (
        <TextLink to="/contacts/$id" params={{ id }} preload={false} title={id}>
          {short}
        </TextLink>
      );
    case 'campaignId':
      return (
        <TextLink to="/campaigns/$id" params={{ id }} preload={false} title={id}>
          {short}
        </TextLink>
      );
    case 'segmentId':
      return (
        <TextLink to="/segments/$id" params={{ id }} preload={false} title={id}>
          {short}
        </TextLink>
      );
    case 'templateId':
      return (
        <TextLink to="/templates/$id" params={{ id }} preload={false} title={id}>
          {short}
        </TextLink>
      );
    case 'formId':
      return (
        <TextLink to="/authorization-forms/$id" params={{ id }} preload={false} title={id}>
          {short}
        </TextLink>
      );
    case 'importId':
      return (
        <TextLink to="/imports/$id" params={{ id }} preload={false} title={id}>
          {short}
        </TextLink>
      );
    default:
      return id;
  }
}

/** The entries of this contact or campaign alone. */
function only(name: string, value: unknown): ReactNode {
  if ((name !== 'contactId' && name !== 'campaignId') || typeof value !== 'string') return null;
  const what = name === 'contactId' ? 'contact' : 'campaign';
  return (
    <TextLink
      to="/audit"
      search={{ [name]: value }}
      preload={false}
      aria-label={`All entries of this ${what}`}
    >
      (all)
    </TextLink>
  );
}

/** "contactId" as "contact". */
const spaced = (name: string) =>
  name
    .replace(/Id$/, '')
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase();
