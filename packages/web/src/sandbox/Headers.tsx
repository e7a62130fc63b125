import type { Message } from './queries.ts';
import classes from './Sandbox.module.css';

export function Headers({ headers }: { headers: Message['headers'] }) {
  return (
    <dl className={classes.headers}>
      {headers.map(({ name, value }, index) => (
        // the same header may stand there twice
        <div key={index} className={classes.header}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
