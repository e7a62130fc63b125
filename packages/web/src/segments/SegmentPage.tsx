import { PageHeader } from '../parts/PageHeader.tsx';

export function SegmentPage() {
  return <PageHeader title="Segment" />;
}
