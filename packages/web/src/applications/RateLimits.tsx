import { Button, NumberInput, Table } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { WideTable } from '../parts/WideTable.tsx';
import { useMay } from '../session/session.ts';
import { rateLimitsQuery } from './queries.ts';

/** Calls a minute: of each application, and of people by role. */
export function RateLimits() {
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(rateLimitsQuery);
  const mayChange = useMay('settings:write');
  const [edited, setEdited] = useState<Readonly<Record<string, number>>>({});
  const save = useMutation({
    mutationFn: () =>
      answer(
        api.PUT('/api/v1/rate-limits', {
          body: {
            data: data.flatMap(({ subject, perMinute, isOwn }) =>
              isOwn || subject in edited
                ? [{ subject, perMinute: edited[subject] ?? perMinute }]
                : [],
            ),
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: rateLimitsQuery.queryKey });
      setEdited({});
    },
  });
  return (
    <Section
      title="Limits"
      note="Calls a minute. Somebody with several roles has the widest. What is beyond is answered 429, and can come a minute later."
      aside={
        Object.keys(edited).length > 0 && (
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            Save limits
          </Button>
        )
      }
    >
      <Problem error={save.error} />
      <WideTable label="Limits" minWidth={360}>
        <Table.Tbody>
          {data.map(({ subject, name, perMinute }) => (
            <Table.Tr key={subject}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>
                <NumberInput
                  aria-label={`Calls a minute: ${name}`}
                  w={160}
                  ml="auto"
                  min={1}
                  max={1_000_000}
                  allowDecimal={false}
                  thousandSeparator=","
                  disabled={!mayChange}
                  value={edited[subject] ?? perMinute}
                  onChange={(value) => {
                    if (typeof value === 'number' && value >= 1) {
                      setEdited({ ...edited, [subject]: value });
                    }
                  }}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  );
}
