import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, newKey, once } from '../../api/client.ts';
import { number } from '../../parts/figures.ts';
import { Problem } from '../../parts/Problem.tsx';
import { Section } from '../../parts/Section.tsx';
import type { Review } from '../../parts/VerdictBar.tsx';
import { type Campaign, rememberCampaign } from '../queries.ts';
import { BLANK } from './blank.ts';

/**
 * The way that is left for those who have signed nothing: general health advice, chosen and written
 * without health data, is no marketing and needs no authorization (45 CFR 164.501).
 */
export function GeneralVersion({ campaign, review }: { campaign: Campaign; review: Review }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const begin = useMutation({
    mutationFn: () =>
      answer(api.POST('/api/v1/campaigns', { body: general(campaign), headers: once(key) })),
    onSuccess: (made) => {
      rememberCampaign(queries, made);
      void navigate({ to: '/campaigns/$id/edit', params: { id: made.id } });
    },
  });
  const need = review.parts.find(({ part }) => part === 'needs')?.count ?? 0;
  if (need === 0 || campaign.interview.useHealthData === false) return null;
  return (
    <Section
      title="A version for everybody"
      note={`${number(need)} may not receive this one. General health advice that names no product, chosen and written without health data, could go to them too.`}
    >
      <Problem error={begin.error} />
      <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
        Begin a general version
      </Button>
    </Section>
  );
}

function general({ name, goal }: Campaign) {
  return {
    ...BLANK,
    name: `${name.slice(0, 100)}, general version`,
    goal,
    interview: {
      ...BLANK.interview,
      about: 'health_promotion' as const,
      encourages: false,
      payment: 'none' as const,
      useHealthData: false,
    },
  };
}
