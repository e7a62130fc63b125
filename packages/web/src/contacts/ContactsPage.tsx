import { PageHeader } from '../parts/PageHeader.tsx';

export function ContactsPage() {
  return <PageHeader title="Contacts" />;
}
