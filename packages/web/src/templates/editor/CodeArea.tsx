import { type KeyboardEvent, memo, type Ref, useId, useRef } from 'react';
import classes from './CodeArea.module.css';
import { typeInto } from './place-text.ts';

interface Props {
  label: string;
  value: string;
  change: (value: string) => void;
  /** Numbers of lines with a fault, from 1. */
  faults: ReadonlySet<number>;
  focused: () => void;
  /** The textarea, to put the cursor in it. */
  area: Ref<HTMLTextAreaElement>;
  readOnly: boolean;
}

/**
 * A textarea for code: lines with numbers, Tab indents. Whoever moves by keyboard presses Escape
 * first, and then Tab leaves as everywhere (WCAG 2.1.2).
 */
export function CodeArea({ label, value, change, faults, focused, area, readOnly }: Props) {
  const id = useId();
  const lines = useRef<HTMLDivElement>(null);
  const leaving = useRef(false);
  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (key === 'Escape') {
      leaving.current = true;
      return;
    }
    if (key === 'Tab' && !leaving.current && !readOnly && !ctrlKey && !altKey && !metaKey) {
      event.preventDefault();
      if (shiftKey) outdent(event.currentTarget);
      else typeInto(event.currentTarget, '  ');
    }
    if (key !== 'Shift') leaving.current = false;
  };
  return (
    <div>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <div className={classes.code}>
        <div ref={lines} className={classes.lines} aria-hidden>
          <LineNumbers count={value.split('\n').length} faults={faults} />
        </div>
        <textarea
          ref={area}
          id={id}
          className={classes.area}
          aria-describedby={`${id}-hint`}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          readOnly={readOnly}
          value={value}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={keyDown}
          onFocus={() => {
            leaving.current = false;
            focused();
          }}
          onScroll={(event) => {
            if (lines.current) lines.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      <p id={`${id}-hint`} className={classes.hint}>
        Tab indents; Escape, then Tab, leaves.
      </p>
    </div>
  );
}

interface NumbersProps {
  count: number;
  faults: ReadonlySet<number>;
}

const LineNumbers = memo(function LineNumbers({ count, faults }: NumbersProps) {
  return Array.from({ length: count }, (_, line) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
    <div key={line} data-fault={faults.has(line + 1) || undefined}>
      {line + 1}
    </div>
  ));
});

/** Takes up to two spaces off the beginning of the cursor's line. */
function outdent(area: HTMLTextAreaElement): void {
  const { value, selectionStart } = area;
  const begin = value.lastIndexOf('\n', selectionStart - 1) + 1;
  const spaces = /^ {0,2}/.exec(value.slice(begin))?.[0].length ?? 0;
  if (spaces === 0) return;
  area.setSelectionRange(begin, begin + spaces);
  typeInto(area, '');
  const back = Math.max(begin, selectionStart - spaces);
  area.setSelectionRange(back, back);
}
