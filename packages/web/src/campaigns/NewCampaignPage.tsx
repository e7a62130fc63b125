import { PageHeader } from '../parts/PageHeader.tsx';

export function NewCampaignPage() {
  return <PageHeader title="New campaign" />;
}
