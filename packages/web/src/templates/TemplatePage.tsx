import { PageHeader } from '../parts/PageHeader.tsx';

export function TemplatePage() {
  return <PageHeader title="Template" />;
}
