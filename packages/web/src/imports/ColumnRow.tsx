import { Button } from '@mantine/core';
import { AttributeSelect } from '../attributes/AttributeSelect.tsx';
import type { Attribute } from '../attributes/queries.ts';
import { typeSentence } from '../attributes/words.ts';
import { ClassChip } from '../parts/ClassChip.tsx';
import classes from './Imports.module.css';
import type { Column } from './queries.ts';

interface Props {
  column: Column;
  attributes: readonly Attribute[];
  /** Key of the chosen attribute. */
  chosen: string | null;
  /** Why the choice cannot stand. */
  problem: string | undefined;
  choose: (key: string | null) => void;
  /** Opens the dialog for an attribute that does not exist yet. */
  add: () => void;
}

/** One column: its heading, a few of its values, and what it holds. */
export function ColumnRow({ column, attributes, chosen, problem, choose, add }: Props) {
  const attribute = attributes.find(({ key }) => key === chosen);
  const samples = [...new Set(column.samples.filter((sample) => sample !== ''))].slice(0, 4);
  const name = column.heading || `Column ${column.index + 1}`;
  return (
    <li className={classes.column}>
      <span className={classes.place} aria-hidden>
        {column.index + 1}
      </span>
      <div>
        <h2 className={classes.heading}>{name}</h2>
        <p className={classes.samples}>
          {column.locked
            ? 'Locked: what it holds is above your class, or not known'
            : samples.length === 0
              ? 'Empty in the first rows'
              : samples.map((sample) => <span key={sample}>{sample}</span>)}
        </p>
      </div>
      <div className={classes.target}>
        <AttributeSelect
          aria-label={`What column ${column.index + 1}, ${name}, holds`}
          none="Leave it alone"
          attributes={attributes}
          value={chosen}
          choose={choose}
          error={problem}
        />
        {attribute ? (
          <span className={classes.dim}>
            <ClassChip of={attribute.sensitivity} /> {typeSentence(attribute)}
          </span>
        ) : (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`New attribute for column ${column.index + 1}`}
            onClick={add}
          >
            New attribute
          </Button>
        )}
      </div>
    </li>
  );
}
