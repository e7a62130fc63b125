import { Button, TextInput } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { answer, api, newKey, once } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { ButtonLink, TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Problem } from '../parts/Problem.tsx';
import classes from '../parts/Spine.module.css';
import { useMay } from '../session/session.ts';
import { rememberCampaign } from './queries.ts';
import { BLANK } from './wizard/blank.ts';
import { missingOf } from './wizard/missing.ts';
import { Spine } from './wizard/Spine.tsx';

export function NewCampaignPage() {
  return useMay('campaigns:write') ? (
    <NameIt />
  ) : (
    <NotForRole title="New campaign" needs="campaigns:write" />
  );
}

/** A campaign begins with its name; from then on it is a draft that saves itself. */
function NameIt() {
  const [name, setName] = useSessionStorage({ key: 'postern-new-campaign', defaultValue: '' });
  const [key, setKey] = useState(newKey);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/campaigns', { body: { ...BLANK, name }, headers: once(key) })),
    onSuccess: (campaign) => {
      rememberCampaign(queries, campaign);
      setName('');
      void navigate({ to: '/campaigns/$id/edit', params: { id: campaign.id }, replace: true });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <>
      <PageHeader title="New campaign" above={<TextLink to="/campaigns">Campaigns</TextLink>} />
      <div className={classes.layout}>
        <Spine at="goal" missing={missingOf({ ...BLANK, name })} />
        <form className={classes.content} onSubmit={submit}>
          <Problem error={create.error} shown={['name']} />
          <TextInput
            label="What do you call it?"
            description="For you and your colleagues; no recipient sees it."
            size="md"
            required
            withAsterisk={false}
            maxLength={120}
            value={name}
            error={create.error && problemOf(create.error).field('name')}
            onChange={(event) => {
              setName(event.currentTarget.value);
              // another name is another intent
              setKey(newKey());
            }}
          />
          <div className={classes.foot}>
            <ButtonLink to="/campaigns" variant="default">
              Leave
            </ButtonLink>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              Begin
            </Button>
          </div>
        </form>
      </div>
    </>
  );
}
