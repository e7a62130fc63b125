import { PageHeader } from '../parts/PageHeader.tsx';

export function CampaignPage() {
  return <PageHeader title="Campaign" />;
}
