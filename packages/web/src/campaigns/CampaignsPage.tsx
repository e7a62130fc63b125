import { PageHeader } from '../parts/PageHeader.tsx';

export function CampaignsPage() {
  return <PageHeader title="Campaigns" />;
}
