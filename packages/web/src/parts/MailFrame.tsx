import classes from './MailFrame.module.css';

interface Props {
  /** What it is, for a screen reader. */
  title: string;
  height: number | string;
  /** Pixels; absent: as wide as there is room. */
  width?: number | undefined;
  /** The mail itself, or where the server gives it. */
  html?: string;
  src?: string;
}

/**
 * A mail in a frame that can run nothing: the sandbox attribute is empty, so no script, no form, no
 * window. Mail is drawn for white paper, in both themes.
 */
export function MailFrame({ title, height, width, html, src }: Props) {
  return (
    <div className={classes.desk}>
      <iframe
        className={classes.paper}
        title={title}
        sandbox=""
        referrerPolicy="no-referrer"
        style={{ height, maxWidth: width ?? '100%' }}
        {...(html === undefined ? { src } : { srcDoc: closed(html) })}
      />
    </div>
  );
}

const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;

/** The mail with a policy of its own: it fetches nothing, so looking at it is no open. */
const closed = (html: string) =>
  /<head[^>]*>/i.test(html)
    ? html.replace(/<head[^>]*>/i, (head) => head + POLICY)
    : `<!doctype html><head>${POLICY}</head>${html}`;
