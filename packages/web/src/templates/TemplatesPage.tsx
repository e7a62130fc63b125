import { PageHeader } from '../parts/PageHeader.tsx';

export function TemplatesPage() {
  return <PageHeader title="Templates" />;
}
