import { TextInput } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { shownDay } from '../parts/days.ts';
import { Empty } from '../parts/Empty.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { useMay } from '../session/session.ts';
import classes from './Tls.module.css';
import { TlsTable } from './TlsTable.tsx';
import { tlsReportQuery } from './tls-query.ts';
import { dayOf, todayUtc } from './tls-words.ts';

const route = getRouteApi('/shell/delivery/tls');

export function TlsReportPage() {
  return useMay('delivery:read') ? <Report /> : <NotForRole title="TLS" needs="delivery:read" />;
}

/** How secure the ways were on which one day's mail left, by recipients' domain. */
function Report() {
  const today = todayUtc();
  const { day = today } = route.useSearch();
  const navigate = route.useNavigate();
  const { dane, report } = useSuspenseQuery(tlsReportQuery(day)).data;
  const Shield = dane.on ? IconShieldCheck : IconShieldOff;
  return (
    <>
      <PageHeader title="TLS">
        How each domain’s mail servers kept what we send to them secret: nothing that tells of a
        person leaves without encryption. Connections are counted, by days in UTC.
      </PageHeader>
      <p className={classes.dane}>
        <Shield size={20} stroke={1.6} aria-hidden />
        {dane.sentence}
      </p>
      <TextInput
        type="date"
        label="Day"
        mb="md"
        maw={200}
        max={today}
        value={day}
        onChange={({ currentTarget }) =>
          void navigate({ search: dayOf(currentTarget.value), replace: true, resetScroll: false })
        }
      />
      {report.policies.length === 0 ? (
        <Empty title={`No connections on ${shownDay(day)}`}>
          Figures come from mail that goes directly to the recipients’ mail servers. Mail to the
          sandbox or through a relay is not in them.
        </Empty>
      ) : (
        <TlsTable policies={report.policies} day={shownDay(day)} />
      )}
    </>
  );
}
