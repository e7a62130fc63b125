import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { campaignsQuery } from '../campaigns/queries.ts';

/** Shows the mail of one campaign alone. */
export function CampaignFilter({ campaignId }: { campaignId: string | undefined }) {
  const navigate = useNavigate();
  const campaigns = useInfiniteQuery(campaignsQuery).data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Select
      aria-label="Campaign"
      placeholder="Mail of all campaigns"
      clearable
      searchable
      w={280}
      data={campaigns
        .filter(({ state }) => state !== 'draft')
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={campaignId ?? null}
      onChange={(chosen) =>
        void navigate({ to: '/sandbox', search: chosen ? { campaign: chosen } : {} })
      }
    />
  );
}
