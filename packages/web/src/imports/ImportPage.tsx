import { PageHeader } from '../parts/PageHeader.tsx';

export function ImportPage() {
  return <PageHeader title="Import" />;
}
