import { CitationText } from '../parts/CitationText.tsx';
import { TextLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import classes from './EvidenceDrawer.module.css';
import type { EvidencePerson } from './people.ts';

/** One person: the reason in a sentence, the law one press away, when, and how it traveled. */
export function PersonEvidence({ person }: { person: EvidencePerson }) {
  const { contactId, name, email, reason, citations, at, tls } = person;
  return (
    <li className={classes.person}>
      <div className={classes.head}>
        <TextLink to="/contacts/$id" params={{ id: contactId }} preload={false}>
          {name}
        </TextLink>
        <span className={classes.time}>
          <When time={at} />
        </span>
      </div>
      {email && <div className={classes.email}>{email}</div>}
      <p className={classes.reason}>{reason}</p>
      {tls && <p className={classes.tls}>Traveled under {tls}</p>}
      <CitationText citations={citations} />
    </li>
  );
}
