import { Button } from '@mantine/core';
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { AddPasskey } from '../account/AddPasskey.tsx';
import { SetUpTotp } from '../account/SetUpTotp.tsx';
import { ShownCodes } from '../account/ShownCodes.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Mark } from '../shell/Mark.tsx';
import { ProveAgain } from './ProveAgain.tsx';
import { havePasskeys } from './passkey.ts';
import classes from './SignInPage.module.css';
import { sessionQuery } from './session.ts';

const route = getRouteApi('/set-up');

/** At the first sign-in: a second factor, before anything else opens. */
export function EnrolPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const [way, setWay] = useState<'passkey' | 'totp' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const enter = async () => {
    await queries.resetQueries({ queryKey: sessionQuery.queryKey });
    router.history.push(next ?? '/');
  };
  return (
    <main className={classes.page} id="main">
      <Mark />
      <PageHeader title="Protect your account">
        A password alone is not enough where patients’ data are. Add one of these; you can add more
        later.
      </PageHeader>
      <div className={classes.form}>
        {havePasskeys() && (
          <Button
            leftSection={<IconFingerprint size={18} aria-hidden />}
            onClick={() => setWay('passkey')}
          >
            Add a passkey
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconDeviceMobile size={18} aria-hidden />}
          onClick={() => setWay('totp')}
        >
          Set up an authenticator app
        </Button>
      </div>
      <p className={classes.note}>
        A passkey is kept by your device and asks for your fingerprint, face or PIN. An app on your
        phone shows codes to type.
      </p>
      {way === 'passkey' && <AddPasskey close={() => setWay(null)} show={setCodes} />}
      {way === 'totp' && <SetUpTotp close={() => setWay(null)} show={setCodes} />}
      {codes && <ShownCodes codes={codes} close={() => void enter()} />}
      <ProveAgain />
    </main>
  );
}
