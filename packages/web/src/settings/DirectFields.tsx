import { Alert, List, TextInput } from '@mantine/core';
import { TextLink } from '../parts/links.tsx';
import type { Direct } from './queries.ts';

/** What sending without a mail server in between needs. */
export function DirectFields({ direct, put }: { direct: Direct; put: (direct: Direct) => void }) {
  return (
    <>
      <TextInput
        label="Name of this server"
        description="What it calls itself to others (EHLO). Its address in the DNS is this machine’s, and the address’s name is this one."
        placeholder="mail.example.org"
        required
        withAsterisk={false}
        maxLength={253}
        autoComplete="off"
        spellCheck={false}
        value={direct.helloName}
        onChange={(event) =>
          put({ kind: 'direct', helloName: event.currentTarget.value.trim().toLowerCase() })
        }
      />
      <Alert variant="outline" color="gray" title="What this needs">
        <List size="sm">
          <List.Item>
            Port 25 open outwards: many providers of machines close it until they are asked.
          </List.Item>
          <List.Item>
            A fixed public IP address whose name (PTR record) leads back to it; whoever lends you
            the address sets it.
          </List.Item>
          <List.Item>
            SPF, DKIM and DMARC records of your domains. The page{' '}
            <TextLink to="/domains" underline="always" inherit>
              Domains
            </TextLink>{' '}
            has them ready and checks them; without a published signature no marketing campaign can
            be launched.
          </List.Item>
          <List.Item>
            A new address begins slowly: large receivers trust it only after weeks of steady mail.
          </List.Item>
        </List>
      </Alert>
    </>
  );
}
