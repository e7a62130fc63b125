import { Copy } from '../parts/Copy.tsx';
import classes from './Domains.module.css';
import type { DnsRecord } from './streams.ts';

/** A record to publish, to be copied as a panel asks for it or as a line of a zone file. */
export function DnsRecordView({ record }: { record: DnsRecord }) {
  const { name, type, value, zoneLine } = record;
  return (
    <div className={classes.record}>
      <dl>
        <dt>{type} record at</dt>
        <dd>{name}</dd>
        <dt>reads</dt>
        <dd>{value}</dd>
      </dl>
      <div className={classes.copies} data-print="no">
        <Copy what="name" of={name} value={name} />
        <Copy what="value" of={name} value={value} />
        <Copy what="zone line" of={name} value={zoneLine} />
      </div>
    </div>
  );
}
