import { Button, Table } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { NewAttribute } from '../attributes/NewAttribute.tsx';
import { type Attribute, attributesQuery, isLive, useAttributes } from '../attributes/queries.ts';
import { byClass, typeSentence } from '../attributes/words.ts';
import { Ask } from '../parts/Ask.tsx';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import classes from './Settings.module.css';

/** Contacts are found by these, so they stay. */
const NEEDED = new Set(['email', 'record_number']);

/** What the organization can know of a contact. */
export function Attributes() {
  const all = useAttributes();
  const mayWrite = useMay('attributes:write');
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<Attribute | null>(null);
  const live = byClass(all.filter(isLive)).flatMap(({ attributes }) => attributes);
  const gone = all.filter((one) => !isLive(one));
  return (
    <Section
      title={`Attributes (${live.length})`}
      note="What you can know of a contact. The class says how sensitive it is; a segment or message has the class of the most sensitive that it touches. What is sealed can be shown, and no segment can search in it."
      aside={mayWrite && <Button onClick={() => setAdding(true)}>New attribute</Button>}
    >
      <WideTable label="Attributes" minWidth={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Class</Table.Th>
            <Table.Th>Type</Table.Th>
            <Table.Th>Key in templates</Table.Th>
            <Table.Th>
              <span style={{ position: 'absolute', clipPath: 'inset(50%)' }}>Delete</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {live.map((attribute) => (
            <Table.Tr key={attribute.id}>
              <Table.Td>
                {attribute.label}
                {attribute.identity && <span className={classes.dim}> · sealed</span>}
              </Table.Td>
              <Table.Td>
                <ClassChip of={attribute.sensitivity} />
              </Table.Td>
              <Table.Td>{typeSentence(attribute)}</Table.Td>
              <Table.Td className={classes.key}>{attribute.key}</Table.Td>
              <Table.Td ta="right">
                {mayWrite && !NEEDED.has(attribute.key) && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    aria-label={`Delete ${attribute.label}`}
                    onClick={() => setDeleting(attribute)}
                  >
                    Delete
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {gone.length > 0 && (
        <details style={{ marginTop: 16 }}>
          <summary>Deleted ({gone.length})</summary>
          <ul>
            {gone.map(({ id, label, deletedAt }) => (
              <li key={id}>
                {label}, deleted: <When time={deletedAt} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {adding && <NewAttribute close={() => setAdding(false)} />}
      {deleting && <Delete attribute={deleting} close={() => setDeleting(null)} />}
    </Section>
  );
}

function Delete({ attribute, close }: { attribute: Attribute; close: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/v1/attributes/{id}', { params: { path: { id: attribute.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: attributesQuery.queryKey });
      void queries.invalidateQueries({ queryKey: ['segments'] });
      void queries.invalidateQueries({ queryKey: ['templates'] });
      close();
    },
  });
  return (
    <Ask
      title={`Delete “${attribute.label}”`}
      yes="Delete it"
      grave
      pending={remove.isPending}
      error={remove.error}
      act={() => remove.mutate()}
      close={close}
    >
      Nothing reads its values any more. Segments and templates that use it say so and cannot be
      used until they are changed. Its key, {attribute.key}, is never given to another attribute.
      This cannot be taken back.
    </Ask>
  );
}
