import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { NewAttribute } from '../attributes/NewAttribute.tsx';
import { isLive, useAttributes } from '../attributes/queries.ts';
import { number, plural } from '../parts/figures.ts';
import { Problem } from '../parts/Problem.tsx';
import spine from '../parts/Spine.module.css';
import { ColumnRow } from './ColumnRow.tsx';
import { ImportSpine } from './ImportSpine.tsx';
import classes from './Imports.module.css';
import { duplicates, lacking, useMapping } from './mapping.ts';
import { previewQuery, rememberImport, type Source } from './queries.ts';
import { BOUGHT, WhereFrom } from './WhereFrom.tsx';

const BETWEEN = {
  comma: 'between commas',
  semicolon: 'between semicolons',
  tab: 'between tabs',
  json: 'as keys of JSON objects',
};

/** The second step: which column holds what. */
export function MapColumns({ id }: { id: string }) {
  const { data: preview } = useSuspenseQuery(previewQuery(id));
  const queries = useQueryClient();
  const attributes = useAttributes().filter(isLive);
  const [mapping, setMapping, forget] = useMapping(id, preview.columns);
  const [adding, setAdding] = useState<number | null>(null);
  const [key] = useState(newKey);
  const [source, setSource] = useState<Source | null>(null);
  const [drop, setDrop] = useState(false);
  const twice = duplicates(mapping);
  const missing =
    lacking(mapping, attributes) ??
    (source === null ? 'Say where these people come from.' : null) ??
    (source === 'bought_list' ? BOUGHT : null);
  const mapped = Object.keys(mapping).length;
  const left = preview.columns.length - mapped;
  const start = useMutation({
    mutationFn: () => {
      const from = { source: source ?? 'bought_list', addresses: drop ? 'drop' : 'keep' } as const;
      return answer(
        api.POST('/api/v1/imports/{id}/start', {
          params: { path: { id } },
          body: {
            mapping: Object.entries(mapping).map(([column, attribute]) => ({
              column: Number(column),
              attribute,
            })),
            ...from,
          },
          headers: intent(key, { mapping, ...from }),
        }),
      );
    },
    onSuccess: (one) => {
      forget();
      rememberImport(queries, one);
    },
  });
  const choose = (column: number, attribute: string | null) =>
    setMapping((before) => {
      const { [column]: _, ...rest } = before;
      return attribute === null ? rest : { ...rest, [column]: attribute };
    });
  return (
    <div className={spine.layout}>
      <ImportSpine at={1} missing={missing ? 'see below' : undefined} />
      <div className={spine.content}>
        <p className={classes.dim}>
          {plural(preview.columns.length, 'column')} {BETWEEN[preview.delimiter]}. What a column
          holds decides how it is kept: identity is sealed, codes become tokens. Columns without an
          attribute are left alone.
        </p>
        <ul className={classes.columns}>
          {preview.columns.map((column) => (
            <ColumnRow
              key={column.index}
              column={column}
              attributes={attributes}
              chosen={mapping[column.index] ?? null}
              problem={twice.get(column.index)}
              choose={(attribute) => choose(column.index, attribute)}
              add={() => setAdding(column.index)}
            />
          ))}
        </ul>
        <WhereFrom source={source} choose={setSource} drop={drop} setDrop={setDrop} />
        <Problem error={start.error} />
        <div className={classes.foot}>
          <p className={classes.dim} role="status">
            {plural(mapped, 'column')} mapped, {number(left)} left alone.{' '}
            {missing && <span className={classes.problems}>{missing}</span>}
          </p>
          <Button
            disabled={missing !== null}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            Start the import
          </Button>
        </div>
      </div>
      {adding !== null && (
        <NewAttribute
          close={() => setAdding(null)}
          made={(attribute) => choose(adding, attribute.key)}
        >{`For column ${adding + 1}. Everybody in this organization can use it from then on.`}</NewAttribute>
      )}
    </div>
  );
}
