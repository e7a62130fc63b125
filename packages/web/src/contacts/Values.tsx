import { Table } from '@mantine/core';
import { useAttributes } from '../attributes/queries.ts';
import { byClass, CLASS_HEADINGS, needsSystem, typeSentence } from '../attributes/words.ts';
import { ClassChip } from '../parts/ClassChip.tsx';
import { Locked } from '../parts/Locked.tsx';
import { Section } from '../parts/Section.tsx';
import classes from './ContactPage.module.css';
import type { Contact } from './queries.ts';
import { shownValue } from './values.ts';

/** What is known of somebody, by class. What is not known has no line; what is above one's class, a lock. */
export function Values({ contact }: { contact: Contact }) {
  const known = useAttributes().filter(
    ({ key }) => contact.values[key] !== undefined || contact.locked.includes(key),
  );
  return (
    <Section title="What is known">
      <div className={classes.values}>
        {byClass(known).map(({ sensitivity, attributes }) => (
          <Table key={sensitivity} mb="md" aria-label={CLASS_HEADINGS[sensitivity]}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{CLASS_HEADINGS[sensitivity]}</Table.Th>
                <Table.Th ta="right">
                  <ClassChip of={sensitivity} />
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {attributes.map((attribute) => (
                <Table.Tr key={attribute.id}>
                  <Table.Th scope="row">{attribute.label}</Table.Th>
                  <Table.Td>
                    {contact.locked.includes(attribute.key) ? (
                      <Locked of={attribute.sensitivity} />
                    ) : (
                      <span className={classes.code}>
                        {shownValue(attribute, contact.values[attribute.key] ?? '')}
                      </span>
                    )}
                    {!contact.locked.includes(attribute.key) && needsSystem(attribute.system) && (
                      <span className={classes.type}> {typeSentence(attribute)}</span>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ))}
      </div>
    </Section>
  );
}
