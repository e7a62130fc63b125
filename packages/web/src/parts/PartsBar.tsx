import { useMay } from '../session/session.ts';
import { number, share } from './figures.ts';
import classes from './PartsBar.module.css';

export interface BarPart<Key extends string = string> {
  key: Key;
  /** As the legend says it: "may receive". */
  label: string;
  /** Null: hidden from this viewer. */
  count: number | null;
  tone: 'good' | 'need' | 'out' | 'none' | 'fail' | 'unsure';
  /** A share of the count that is drawn hatched, and what it is. */
  of?: { count: number; label: string } | undefined;
}

interface Props<Key extends string> {
  parts: readonly BarPart<Key>[];
  /** What all parts add up to: "of 812 in the segment". */
  whole: string;
  /** Opens who is behind a part; nothing for those who may not see single people. */
  open?: ((key: Key) => void) | undefined;
  /** A thin bar without legend, for rows of a list. */
  small?: boolean;
  /** The legend in one line, without parts of nobody. */
  compact?: boolean;
}

/** One horizontal bar that splits an audience; every part is a button, told in a legend too. */
export function PartsBar<Key extends string>({
  parts,
  whole,
  open: show,
  small = false,
  compact = false,
}: Props<Key>) {
  const maySee = useMay('people:read');
  const open = maySee ? show : undefined;
  const total = parts.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const said = parts.map((part) => `${countOf(part)} ${part.label}`).join(', ');
  const drawn = parts.filter(({ count }) => count !== 0);
  if (small) {
    return (
      <div className={`${classes.bar} ${classes.small}`} role="img" aria-label={`${said} ${whole}`}>
        {drawn.map((part) => (
          <Piece key={part.key} part={part} />
        ))}
      </div>
    );
  }
  return (
    <div className={classes.whole} role="group" aria-label={`${said}, ${whole}`}>
      <div className={classes.bar}>
        {drawn.map((part) =>
          open ? (
            <button
              key={part.key}
              type="button"
              className={classes.button}
              style={{ flexGrow: part.count ?? 5 }}
              aria-label={`${countOf(part)} ${part.label}: show who`}
              onClick={() => open(part.key)}
            >
              <Piece part={part} />
            </button>
          ) : (
            <Piece key={part.key} part={part} />
          ),
        )}
      </div>
      <dl className={compact ? classes.compact : classes.legend}>
        {(compact ? drawn : parts).map((part) => (
          <LegendRow
            key={part.key}
            part={part}
            total={total}
            open={open && (() => open(part.key))}
          />
        ))}
      </dl>
    </div>
  );
}

const countOf = ({ count }: BarPart) => (count === null ? 'hidden' : number(count));

function Piece({ part }: { part: BarPart }) {
  const hatched = part.of?.count ?? 0;
  const count = part.count ?? 5;
  return (
    <span className={classes.piece} style={{ flexGrow: count }} data-tone={part.tone}>
      {hatched > 0 && (
        <span className={classes.hatched} style={{ width: `${(hatched / count) * 100}%` }} />
      )}
    </span>
  );
}

interface RowProps {
  part: BarPart;
  total: number;
  open: (() => void) | undefined;
}

function LegendRow({ part, total, open }: RowProps) {
  const { label, count, of } = part;
  return (
    <div className={classes.row}>
      <dt>
        <span>
          <span className={classes.swatch} data-tone={part.tone} aria-hidden />
          {label}
        </span>
        {of && of.count > 0 && (
          <span className={classes.of}>
            <span
              className={`${classes.swatch} ${classes.hatch}`}
              data-tone={part.tone}
              aria-hidden
            />
            {number(of.count)} {of.label}
          </span>
        )}
      </dt>
      <dd>
        {open && count !== 0 ? (
          <button
            type="button"
            className={classes.figure}
            onClick={open}
            aria-label={`${countOf(part)} ${label}: show who`}
          >
            {countOf(part)}
          </button>
        ) : (
          <span>{countOf(part)}</span>
        )}
        <span className={classes.share}>{count === null ? '' : share(count, total)}</span>
      </dd>
    </div>
  );
}
