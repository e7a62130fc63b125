import { PageHeader } from '../../parts/PageHeader.tsx';

export function ReportPage() {
  return <PageHeader title="Report" />;
}
