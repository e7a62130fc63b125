import { CitationText } from '../parts/CitationText.tsx';
import { plural } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import classes from './EvidenceDrawer.module.css';
import { howWords } from './how-words.ts';
import type { EvidencePerson } from './people.ts';

/** One person: the reason in a sentence, the law one press away, when, and how the message left. */
export function PersonEvidence({ person }: { person: EvidencePerson }) {
  const { contactId, name, email, state, reason, citations, at, delivery } = person;
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
      {delivery &&
        howWords(state, delivery).map((words) => (
          <p key={words} className={classes.how}>
            {words}
          </p>
        ))}
      {delivery?.againAt && (
        <p className={classes.how}>
          {delivery.deferrals > 0 && <>Put off {plural(delivery.deferrals, 'time')}. </>}
          {state === 'deferred' ? 'Next try: ' : 'Their turn comes: '}
          <When inSentence time={delivery.againAt} />.
        </p>
      )}
      <CitationText citations={citations} />
    </li>
  );
}
