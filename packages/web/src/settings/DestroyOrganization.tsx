import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import type { Certificate } from './keys.ts';

/** The end of an organization: what it says is typed, and what remains is a certificate. */
export function DestroyOrganization({ name }: { name: string }) {
  const [typed, type] = useState('');
  const destroy = useMutation({
    mutationFn: (confirmation: string) =>
      answer(api.POST('/api/v1/organization/destruction', { body: { confirmation } })),
  });
  if (destroy.data) return <Destroyed certificate={destroy.data} />;
  return (
    <Section
      title="Destroy this organization"
      note="Its keys, its people and all that is known of them, for good: no backup opens any more. Export the audit first, which is to be kept six years (45 CFR 164.316(b)(2)(i))."
    >
      <TextInput
        label={`Type “${name}” to confirm`}
        autoComplete="off"
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Button
        mt="md"
        color="brick"
        disabled={typed !== name}
        loading={destroy.isPending}
        onClick={() => destroy.mutate(typed)}
      >
        Destroy for good
      </Button>
      <Problem error={destroy.error} />
    </Section>
  );
}

function Destroyed({ certificate }: { certificate: Certificate }) {
  const href = `data:application/json,${encodeURIComponent(JSON.stringify(certificate, null, 2))}`;
  return (
    <Section title="The organization is destroyed">
      <p role="status">{certificate.copies.sentence}</p>
      <Button component="a" href={href} download="destruction-certificate.json">
        Keep the certificate
      </Button>
    </Section>
  );
}
