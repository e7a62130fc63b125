import { withShownDays } from '../parts/days.ts';
import { Facts } from '../parts/Facts.tsx';
import { When } from '../parts/When.tsx';
import classes from './ContactPage.module.css';
import { Happened } from './Happened.tsx';
import type { LedgerEvent } from './ledger.ts';

/** One event with who recorded it, what was shown, and how we know. */
export function LedgerEntry({ event }: { event: LedgerEvent }) {
  const { recordedAt, recordedLater, sentence, sourceWords, actor, shown, evidence } = event;
  return (
    <li className={classes.event}>
      <div className={classes.head}>
        <strong>{withShownDays(sentence)}</strong>
        <span className={classes.dim}>
          <Happened event={event} />
        </span>
      </div>
      <p className={classes.words}>
        {sourceWords}. Recorded by: {actor}
        {recordedLater && (
          <>
            , later: <When time={recordedAt} inSentence />
          </>
        )}
        .
      </p>
      {shown && (
        <details>
          <summary>
            What they were shown (version {shown.version}, {shown.language})
          </summary>
          <p className={classes.words} style={{ whiteSpace: 'pre-line' }} lang={shown.language}>
            {shown.body}
          </p>
        </details>
      )}
      {evidence.length > 0 && <Facts facts={evidence.map(({ name, value }) => [name, value])} />}
    </li>
  );
}
