import { PageHeader } from '../parts/PageHeader.tsx';

export function SandboxPage() {
  return <PageHeader title="Sandbox inbox" />;
}
