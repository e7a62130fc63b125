import classes from './Forms.module.css';
import type { Wording } from './form-queries.ts';

/** The form as its signer reads it, in one column of a phone's width. */
export function WordingView({ wording }: { wording: Wording }) {
  return (
    <article className={classes.paper} lang={wording.language || undefined}>
      <p className={classes.paperTitle}>{wording.title}</p>
      {wording.introduction && <p className={classes.words}>{wording.introduction}</p>}
      {wording.sections.map(({ heading, texts }) => (
        <div key={heading}>
          <p className={classes.paperHeading}>{heading}</p>
          {texts.map((text) => (
            <p key={text} className={classes.words}>
              {text}
            </p>
          ))}
        </div>
      ))}
      <p className={classes.lines}>Signature, name and date follow.</p>
    </article>
  );
}
