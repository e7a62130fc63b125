import { PageHeader } from '../parts/PageHeader.tsx';

export function NewTemplatePage() {
  return <PageHeader title="New template" />;
}
