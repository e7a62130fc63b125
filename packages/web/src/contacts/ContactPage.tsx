import { PageHeader } from '../parts/PageHeader.tsx';

export function ContactPage() {
  return <PageHeader title="Contact" />;
}
