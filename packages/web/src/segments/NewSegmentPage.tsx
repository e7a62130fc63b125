import { PageHeader } from '../parts/PageHeader.tsx';

export function NewSegmentPage() {
  return <PageHeader title="New segment" />;
}
