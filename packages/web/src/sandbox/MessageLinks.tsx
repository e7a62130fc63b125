import { Anchor } from '@mantine/core';
import { linksOf } from './links-of.ts';
import classes from './Sandbox.module.css';

/** The links of a message, with their whole addresses. Following one counts as a click. */
export function MessageLinks({ html }: { html: string | null }) {
  const links = linksOf(html ?? '');
  if (links.length === 0) return <p>It has no links.</p>;
  return (
    <>
      <p className={classes.hint}>
        Following one opens it in a new tab as its recipient would, and counts as their click.
      </p>
      <ul className={classes.links}>
        {links.map(({ href, words }, index) => (
          // the same link may stand there twice
          <li key={index}>
            <Anchor href={href} target="_blank" rel="noopener noreferrer">
              {words}
            </Anchor>
            <span className={classes.href}>{href}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
