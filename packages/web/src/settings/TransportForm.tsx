import {
  Button,
  Checkbox,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Choice } from '../parts/Choice.tsx';
import { Conflict, currentOf } from '../parts/Conflict.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Section } from '../parts/Section.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { DirectFields } from './DirectFields.tsx';
import { Version } from './OrganizationVersion.tsx';
import {
  changeOf,
  type Direct,
  type Organization,
  organizationQuery,
  type Relay,
  type Transport,
} from './queries.ts';
import classes from './Settings.module.css';
import { TestConnection } from './TestConnection.tsx';
import { useSave } from './use-save.ts';

const NEW_RELAY: Relay = {
  kind: 'relay',
  host: '',
  port: 587,
  tls: 'starttls',
  underBaa: false,
  user: null,
  authority: null,
};

const KINDS = [
  {
    value: 'sandbox' as const,
    label: 'Sandbox: nothing leaves this machine',
    note: 'A mail server of our own takes every message, under real TLS, and shows it in the sandbox inbox.',
  },
  {
    value: 'relay' as const,
    label: 'Through a mail server',
    note: 'Yours or a provider’s. Only under verified TLS 1.2 or later; without it nothing is sent, and the campaign waits.',
  },
  {
    value: 'direct' as const,
    label: 'Directly to the recipients’ mail servers',
    note: 'This machine looks up each recipient’s mail server and talks to it, always under TLS. Nobody in between, and more to set up.',
  },
];

interface Props {
  saved: Organization;
  mayWrite: boolean;
  /** The mail server's settings as they were typed, as long as the page is open. */
  kept: Relay | null;
  keep: (relay: Relay | null) => void;
}

/** Sandbox, relay or directly. The password can be written and never read. */
export function TransportForm({ saved, mayWrite, kept, keep }: Props) {
  const queries = useQueryClient();
  const before = changeOf(saved).transport;
  const [transport, setTransport] = useState<Transport>(before);
  const relay = kept ?? (before.kind === 'relay' ? before : NEW_RELAY);
  const [direct, setDirect] = useState<Direct>(
    before.kind === 'direct' ? before : { kind: 'direct', helloName: '' },
  );
  const forms = { sandbox: { kind: 'sandbox' }, relay, direct } as const;
  const chosen = forms[transport.kind];
  const changed = JSON.stringify(chosen) !== JSON.stringify(before);
  const hasPassword = saved.transport.kind === 'relay' && saved.transport.hasPassword;
  const put = (some: Partial<Relay>) => {
    const { password, ...rest } = { ...relay, ...some };
    // an empty one is no change: the one on file stays
    keep(password ? { ...rest, password } : rest);
  };
  const save = useSave((now) => {
    // what is saved now is read from there; under the sandbox only this page still knows it
    keep(now.transport.kind === 'relay' ? null : relay);
    notifications.show({ message: 'Saved. Test the connection now.' });
  });
  const theirs = currentOf<Organization>(save.error);
  const mine = (under: Organization) => ({ ...changeOf(under), transport: chosen });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate({ change: mine(saved), version: saved.version });
  };
  return (
    <>
      <Section title="How mail leaves">
        <form onSubmit={submit}>
          <fieldset disabled={!mayWrite} className={classes.form} aria-label="How mail leaves">
            {!theirs && <Problem error={save.error} />}
            <Choice
              label="Which way?"
              value={transport.kind}
              choose={(kind) => setTransport(forms[kind])}
              options={KINDS}
            />
            {transport.kind === 'relay' && (
              <RelayFields relay={relay} put={put} hasPassword={hasPassword} />
            )}
            {transport.kind === 'direct' && <DirectFields direct={direct} put={setDirect} />}
            {mayWrite && (
              <div className={classes.foot}>
                <Button type="submit" loading={save.isPending} disabled={!changed}>
                  Save
                </Button>
              </div>
            )}
          </fieldset>
          {theirs && (
            <Conflict
              what="organization"
              theirs={<Version of={changeOf(theirs)} other={mine(theirs)} />}
              mine={<Version of={mine(theirs)} other={changeOf(theirs)} />}
              pending={save.isPending}
              keepMine={() => save.mutate({ change: mine(theirs), version: theirs.version })}
              takeTheirs={() => {
                keep(null);
                queries.setQueryData(organizationQuery.queryKey, theirs);
              }}
              close={save.reset}
            />
          )}
          <Unsaved unsaved={changed && !save.isSuccess}>
            What you changed here is not saved and would be lost.
          </Unsaved>
        </form>
      </Section>
      {mayWrite && <TestConnection saved={saved} unsaved={changed} />}
    </>
  );
}

interface RelayProps {
  relay: Relay;
  put: (some: Partial<Relay>) => void;
  hasPassword: boolean;
}

function RelayFields({ relay, put, hasPassword }: RelayProps) {
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label="Host"
          placeholder="smtp.example.org"
          required
          withAsterisk={false}
          maxLength={253}
          autoComplete="off"
          spellCheck={false}
          value={relay.host}
          onChange={(event) => put({ host: event.currentTarget.value.trim() })}
        />
        <NumberInput
          label="Port"
          required
          withAsterisk={false}
          min={1}
          max={65_535}
          allowDecimal={false}
          value={relay.port}
          onChange={(port) => typeof port === 'number' && put({ port })}
        />
      </div>
      <div>
        <div id="tls-label">TLS</div>
        <SegmentedControl
          aria-labelledby="tls-label"
          data={[
            { value: 'starttls', label: 'STARTTLS (587)' },
            { value: 'implicit', label: 'From the first byte (465)' },
          ]}
          value={relay.tls}
          onChange={(tls) =>
            put(
              tls === 'implicit'
                ? { tls: 'implicit', port: relay.port === 587 ? 465 : relay.port }
                : { tls: 'starttls', port: relay.port === 465 ? 587 : relay.port },
            )
          }
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          label="User"
          description="Empty: it asks for none."
          maxLength={320}
          autoComplete="off"
          spellCheck={false}
          value={relay.user ?? ''}
          onChange={(event) => put({ user: event.currentTarget.value || null })}
        />
        <PasswordInput
          label="Password"
          description={
            hasPassword
              ? 'One is on file, sealed. Leave this empty to keep it.'
              : 'Sealed as it is saved, and never shown again.'
          }
          maxLength={1024}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          value={relay.password ?? ''}
          onChange={(event) => put({ password: event.currentTarget.value })}
        />
      </div>
      <Textarea
        className={classes.pem ?? ''}
        label="A private authority, as PEM"
        description="For a server whose certificate your own authority signed. Empty: the public authorities."
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={3}
        maxRows={10}
        maxLength={65_536}
        spellCheck={false}
        value={relay.authority ?? ''}
        onChange={(event) => put({ authority: event.currentTarget.value || null })}
      />
      <Checkbox
        label="Its operator has signed a business associate agreement with us"
        description="Without one, no patient data may pass through it (45 CFR 164.504(e)), and the gate refuses."
        checked={relay.underBaa}
        onChange={(event) => put({ underBaa: event.currentTarget.checked })}
      />
    </>
  );
}
