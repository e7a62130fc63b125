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

/** A link may open a window of its own, and that window is free of the frame's limits. */
const WINDOWS = 'allow-popups allow-popups-to-escape-sandbox';

/**
 * A mail in a frame that can run nothing: no script, no form. The links of a mail that was sent open
 * in a window of their own; those of one that is only looked at open nothing. Neither leads the
 * frame away. Mail is drawn for white paper, in both themes.
 */
export function MailFrame({ title, height, width, html, src }: Props) {
  return (
    <div className={classes.desk}>
      <iframe
        className={classes.paper}
        title={title}
        sandbox={html === undefined ? WINDOWS : ''}
        referrerPolicy="no-referrer"
        style={{ height, maxWidth: width ?? '100%' }}
        {...(html === undefined ? { src } : { srcDoc: closed(html) })}
      />
    </div>
  );
}

const HEAD = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"><base target="_blank">`;

/**
 * The mail with a policy of its own: it fetches nothing, so looking at it is no open. A link asks for
 * a window, even one that would stay in the frame, and the frame may open none.
 */
const closed = (html: string) => {
  const free = html.replace(
    /(<(?:a|area)\s[^<>]*?)\starget\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>]+)/gi,
    '$1',
  );
  return /<head(\s[^>]*)?>/i.test(free)
    ? free.replace(/<head(\s[^>]*)?>/i, (head) => head + HEAD)
    : `<!doctype html><head>${HEAD}</head>${free}`;
};
