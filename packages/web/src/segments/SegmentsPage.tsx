import { PageHeader } from '../parts/PageHeader.tsx';

export function SegmentsPage() {
  return <PageHeader title="Segments" />;
}
