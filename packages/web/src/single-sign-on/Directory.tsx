import { Alert, Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Copy } from '../parts/Copy.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { type SingleSignOn, singleSignOnQuery } from './queries.ts';

/** The directory that says who comes and who leaves, and the tokens by which it does. */
export function Directory({ data: { addresses, tokens } }: { data: SingleSignOn }) {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: singleSignOnQuery.queryKey });
  const make = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/scim-tokens')),
    onSuccess: again,
  });
  const revoke = useMutation({
    mutationFn: (id: string) =>
      answer(api.DELETE('/api/v1/scim-tokens/{id}', { params: { path: { id } } })),
    onSuccess: again,
  });
  return (
    <Section
      title="Directory"
      note="By SCIM 2.0 your directory puts people on file. Whoever it ends is signed out at once."
    >
      <p style={{ overflowWrap: 'anywhere' }}>
        {addresses.scim} <Copy what="address" of="SCIM" value={addresses.scim} />
      </p>
      {make.data && (
        <Alert variant="outline" title="The token, shown this once" role="status">
          <code style={{ overflowWrap: 'anywhere' }}>{make.data.token}</code>{' '}
          <Copy what="token" of="directory" value={make.data.token} />
        </Alert>
      )}
      <Problem error={make.error ?? revoke.error} />
      {tokens.map(({ id, createdAt, lastUsedAt }) => (
        <Group key={id} my="sm">
          <span>
            Made <When time={createdAt} />,{' '}
            {lastUsedAt === null ? (
              'not used yet'
            ) : (
              <>
                last used <When time={lastUsedAt} />
              </>
            )}
          </span>
          <Button size="compact-sm" variant="default" onClick={() => revoke.mutate(id)}>
            Take back
          </Button>
        </Group>
      ))}
      <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
        Make a token
      </Button>
    </Section>
  );
}
