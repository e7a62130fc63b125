import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PageHeader } from '../parts/PageHeader.tsx';
import { useSession } from '../session/session.ts';
import { ChangePassword } from './ChangePassword.tsx';
import { Passkeys } from './Passkeys.tsx';
import { accountQuery } from './queries.ts';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { Sessions } from './Sessions.tsx';
import { ShownCodes } from './ShownCodes.tsx';
import { Totp } from './Totp.tsx';

/** What somebody signs in with, and where they are signed in. */
export function AccountPage() {
  const { user } = useSession();
  const { data: account } = useSuspenseQuery(accountQuery);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <>
      <PageHeader title="Your account">
        {user.name}, {user.email}
      </PageHeader>
      <Passkeys passkeys={account.passkeys} show={setCodes} />
      <Totp on={account.totp} show={setCodes} />
      <RecoveryCodes left={account.recoveryCodes} show={setCodes} />
      <ChangePassword />
      <Sessions sessions={account.sessions} />
      {codes && <ShownCodes codes={codes} close={() => setCodes(null)} />}
    </>
  );
}
