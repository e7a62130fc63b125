import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import type { Organization } from './queries.ts';
import classes from './Settings.module.css';

interface Props {
  saved: Organization;
  /** True while the form beside it says something else than what would be tested. */
  unsaved: boolean;
}

/** Connects to the mail server as it is saved; nothing is sent. */
export function TestConnection({ saved, unsaved }: Props) {
  const test = useMutation({
    mutationFn: (_version: number) => answer(api.POST('/api/v1/organization/transport-test')),
  });
  // what was found about other settings is of no use
  const found = test.variables === saved.version ? test.data : undefined;
  return (
    <Section
      title="Does it connect?"
      note="Connects to the mail server as it is saved, looks at its certificate, signs in, and sends nothing."
    >
      <Button
        variant="default"
        loading={test.isPending}
        disabled={unsaved}
        aria-describedby={unsaved ? 'test-needs-saving' : undefined}
        onClick={() => test.mutate(saved.version)}
      >
        Test connection
      </Button>
      {unsaved && (
        <p id="test-needs-saving" className={classes.first}>
          Save first: the test uses what is saved.
        </p>
      )}
      <div role="status" style={{ marginTop: 12, maxWidth: 640 }}>
        {found && !unsaved && (
          <Alert
            variant="outline"
            color={found.ok ? 'teal' : 'brick'}
            icon={found.ok ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
            title={found.ok ? 'It connects' : 'Nothing would be sent'}
          >
            {found.sentence}
            {found.tls && (
              <p style={{ margin: '4px 0 0' }}>
                {found.tls.protocol}, {found.tls.cipher}
              </p>
            )}
          </Alert>
        )}
        <Problem error={test.error} />
      </div>
    </Section>
  );
}
