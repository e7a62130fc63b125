import { PageHeader } from '../parts/PageHeader.tsx';

export function EditCampaignPage() {
  return <PageHeader title="Edit" />;
}
