import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { campaignsQuery } from '../../campaigns/queries.ts';

interface Props {
  label: string;
  /** Null: any campaign. */
  value: string | null;
  choose: (id: string | null) => void;
}

const ANY = 'any';

/** One of the campaigns that were launched, newest first, or any. */
export function CampaignSelect({ label, value, choose }: Props) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(campaignsQuery);
  // one that is searched for by name must be there, however old
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const launched = (data?.pages ?? [])
    .flatMap((page) => page.data)
    .filter(({ id, state }) => state !== 'draft' || id === value)
    .map(({ id, name }) => ({ value: id, label: name }));
  const isThere = value === null || launched.some((one) => one.value === value);
  const kept = isThere || value === null ? [] : [{ value, label: 'A campaign' }];
  return (
    <Select
      aria-label={label}
      allowDeselect={false}
      searchable
      nothingFoundMessage="No campaign is called that"
      data={[{ value: ANY, label: 'of any campaign' }, ...kept, ...launched]}
      value={value ?? ANY}
      onChange={(chosen) => choose(chosen === ANY ? null : chosen)}
    />
  );
}
