import classes from '../Templates.module.css';

/** What makes the message look like spam. Nothing here keeps it from being saved. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <section aria-labelledby="warnings-title">
      <h2 id="warnings-title" className={classes.asideTitle}>
        Could look like spam
      </h2>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {warnings.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
