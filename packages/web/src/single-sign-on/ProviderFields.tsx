import { PasswordInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { Copy } from '../parts/Copy.tsx';
import { Facts } from '../parts/Facts.tsx';
import type { Draft } from './draft.ts';
import type { SingleSignOn } from './queries.ts';

interface Props {
  draft: Draft;
  change: (over: Partial<Draft>) => void;
  addresses: SingleSignOn['addresses'];
  /** Whether a client secret is kept. */
  kept: boolean;
}

/** What the identity provider and Postern have to know of each other. */
export function ProviderFields({ draft, change, addresses, kept }: Props) {
  const told =
    draft.kind === 'oidc'
      ? [
          ['Redirect URI', addresses.redirectUri],
          ['Back-channel logout URI', addresses.backChannelLogout],
        ]
      : [
          ['Entity ID and metadata', addresses.entityId],
          ['ACS URL', addresses.acs],
        ];
  const text = (
    name: 'issuer' | 'clientId' | 'entityId' | 'signInUrl',
    label: string,
    description?: string,
  ) => (
    <TextInput
      label={label}
      {...(description !== undefined && { description })}
      required
      withAsterisk={false}
      value={draft[name]}
      onChange={(event) => change({ [name]: event.currentTarget.value.trim() })}
    />
  );
  return (
    <>
      <SegmentedControl
        aria-label="How the provider speaks"
        value={draft.kind}
        onChange={(kind) => change({ kind: kind === 'saml' ? 'saml' : 'oidc' })}
        data={[
          { value: 'oidc', label: 'OpenID Connect' },
          { value: 'saml', label: 'SAML 2.0' },
        ]}
      />
      <Facts
        facts={told.map(([name = '', value = '']) => [
          name,
          <span key={name} style={{ overflowWrap: 'anywhere' }}>
            {value} <Copy what="address" of={name} value={value} />
          </span>,
        ])}
      />
      {draft.kind === 'oidc' ? (
        <>
          {text(
            'issuer',
            'Issuer',
            'As the provider names itself, such as https://login.example.org.',
          )}
          {text('clientId', 'Client ID')}
          <PasswordInput
            label="Client secret"
            description={kept ? 'One is kept. Leave this empty to keep it.' : undefined}
            autoComplete="off"
            required={!kept}
            withAsterisk={false}
            value={draft.clientSecret}
            onChange={(event) => change({ clientSecret: event.currentTarget.value.trim() })}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the secret' }}
          />
        </>
      ) : (
        <>
          {text('entityId', 'Entity ID of the provider')}
          {text('signInUrl', 'Sign-in URL', 'The address of the HTTP-Redirect binding.')}
          <Textarea
            label="Certificates"
            description="PEM. Two while the provider changes its key."
            autosize
            minRows={3}
            maxRows={8}
            required
            withAsterisk={false}
            value={draft.certificates}
            onChange={(event) => change({ certificates: event.currentTarget.value })}
          />
        </>
      )}
    </>
  );
}
