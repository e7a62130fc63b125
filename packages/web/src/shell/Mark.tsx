import classes from './Menu.module.css';

/** The little gate. */
export function Mark({ narrow = false }: { narrow?: boolean }) {
  return (
    <span className={classes.mark}>
      <img src="/icon.svg" width={24} height={24} alt={narrow ? 'Postern' : ''} />
      {!narrow && 'Postern'}
    </span>
  );
}
