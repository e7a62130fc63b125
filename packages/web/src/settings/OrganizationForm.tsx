import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../api/problem.ts';
import { Choice } from '../parts/Choice.tsx';
import { EditForm } from '../parts/EditForm.tsx';
import { useEdited } from '../parts/use-edited.ts';
import { Version } from './OrganizationVersion.tsx';
import { changeOf, type Organization, organizationQuery } from './queries.ts';
import classes from './Settings.module.css';
import { useSave } from './use-save.ts';

const PROFILES = [
  {
    value: 'law' as const,
    label: 'As the law says',
    note: 'What the rules allow goes out, such as news of your own services without an authorization.',
  },
  {
    value: 'strict' as const,
    label: 'Stricter than the law',
    note: 'Promoting your own services needs an authorization too. Fewer people receive it; nobody can call it marketing without consent.',
  },
];

const KINDS = [
  {
    value: 'provider' as const,
    label: 'A provider of care',
    note: 'A clinic, practice or hospital.',
  },
  { value: 'plan' as const, label: 'A health plan', note: 'An insurer or a plan of an employer.' },
  {
    value: 'not_covered' as const,
    label: 'Neither',
    note: 'HIPAA does not cover you; other rules may, such as Washington’s.',
  },
];

interface Props {
  saved: Organization;
  mayWrite: boolean;
}

/** Who sends, in the letters and before the law. */
export function OrganizationForm({ saved, mayWrite }: Props) {
  const queries = useQueryClient();
  const edited = useEdited(saved, changeOf, (now) =>
    queries.setQueryData(organizationQuery.queryKey, now),
  );
  const { draft, put } = edited;
  const save = useSave((organization) => {
    edited.take(organization);
    notifications.show({ message: 'Saved. It holds from the next message on.' });
  });
  const sender = (some: Partial<typeof draft.sender>) =>
    put({ sender: { ...draft.sender, ...some } });
  const field = (name: string) => (save.error ? problemOf(save.error).field(name) : undefined);
  return (
    <EditForm
      label="Organization"
      what="organization"
      edited={edited}
      save={save}
      mayWrite={mayWrite}
      shown={['fromAddress']}
      renderVersion={(of, other) => <Version of={of} other={other} />}
    >
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={200}
        value={draft.name}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <Textarea
        label="Postal address"
        description="Stands at the foot of every commercial message; the law asks for it."
        autosize
        minRows={2}
        maxLength={500}
        value={draft.postalAddress}
        onChange={(event) => put({ postalAddress: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <TextInput
          label="From name"
          required
          withAsterisk={false}
          maxLength={200}
          value={draft.fromName}
          onChange={(event) => put({ fromName: event.currentTarget.value })}
        />
        <TextInput
          label="From address"
          required
          withAsterisk={false}
          type="email"
          maxLength={320}
          value={draft.fromAddress}
          error={field('fromAddress')}
          onChange={(event) => put({ fromAddress: event.currentTarget.value })}
        />
      </div>
      <h2 className={classes.title}>Before the law</h2>
      <Choice
        label="What are you?"
        value={draft.sender.kind}
        choose={(kind) => sender({ kind })}
        options={KINDS}
      />
      <Choice
        label="How strict is the gate?"
        value={draft.profile}
        choose={(profile) => put({ profile })}
        options={PROFILES}
      />
      <Checkbox
        label="We run a substance use program (42 CFR Part 2)"
        description="Its records have stricter rules of their own."
        checked={draft.sender.part2Program}
        onChange={(event) => sender({ part2Program: event.currentTarget.checked })}
      />
      <Checkbox
        label="Our notice of privacy practices tells of these uses"
        description="Patient data may be used only as the notice says (45 CFR 164.502(i))."
        checked={draft.sender.noticeCoversUse}
        onChange={(event) => sender({ noticeCoversUse: event.currentTarget.checked })}
      />
      <Checkbox
        label="Our notice says that we may ask for donations"
        description="Without it no fundraising goes out (45 CFR 164.514(f))."
        checked={draft.sender.noticeCoversFundraising}
        onChange={(event) => sender({ noticeCoversFundraising: event.currentTarget.checked })}
      />
    </EditForm>
  );
}
