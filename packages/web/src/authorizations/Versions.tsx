import { TextLink } from '../parts/links.tsx';
import { When } from '../parts/When.tsx';
import { FormState } from './FormState.tsx';
import classes from './Forms.module.css';
import type { Form } from './form-queries.ts';

/** Every version there was, newest first; each can be read as it was signed. */
export function Versions({ form, shown }: { form: Form; shown: number }) {
  const newest = form.versions[0]?.version;
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className={classes.asideTitle}>
        Versions
      </h2>
      <ul className={classes.versions}>
        {form.versions.map(({ version, state, createdAt, publishedAt }) => (
          <li key={version}>
            {version === shown ? (
              <strong aria-current="true">Version {version}</strong>
            ) : (
              <TextLink
                to="/authorization-forms/$id"
                params={{ id: form.id }}
                search={version === newest ? {} : { version }}
              >
                Version {version}
              </TextLink>
            )}
            {state !== 'published' && <FormState state={state} />}
            <span className={classes.dim}>
              {publishedAt ? 'published ' : 'begun '}
              <When inSentence time={publishedAt ?? createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
