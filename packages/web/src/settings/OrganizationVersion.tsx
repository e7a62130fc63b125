import { Facts } from '../parts/Facts.tsx';
import type { OrganizationChange } from './queries.ts';

const yes = (value: boolean) => (value ? 'Yes' : 'No');

/** What one version of the settings says where the other says something else. */
export function Version({ of, other }: { of: OrganizationChange; other: OrganizationChange }) {
  const theirs = new Map(said(other));
  const facts = said(of).filter(([name, fact]) => theirs.get(name) !== fact);
  return facts.length > 0 ? <Facts facts={facts} /> : <p>The same as the other.</p>;
}

function said(of: OrganizationChange): (readonly [string, string])[] {
  const { sender, transport } = of;
  return [
    ['Name', of.name],
    ['Postal address', of.postalAddress],
    ['From', `${of.fromName}, ${of.fromAddress}`],
    ['Profile', of.profile === 'law' ? 'As the law says' : 'Stricter than the law'],
    ['Kind', sender.kind],
    ['Substance use program', yes(sender.part2Program)],
    ['Notice tells of these uses', yes(sender.noticeCoversUse)],
    ['Notice tells of donations', yes(sender.noticeCoversFundraising)],
    ['Mail leaves by', wayOut(transport)],
  ];
}

function wayOut(transport: OrganizationChange['transport']): string {
  switch (transport.kind) {
    case 'sandbox':
      return 'The sandbox';
    case 'direct':
      return `Directly, as ${transport.helloName}`;
    case 'relay':
      return `${transport.host}:${transport.port}, ${transport.tls}, user ${transport.user ?? 'none'}`;
  }
}
