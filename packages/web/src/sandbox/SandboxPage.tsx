import { getRouteApi } from '@tanstack/react-router';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { useMay } from '../session/session.ts';
import { CampaignFilter } from './CampaignFilter.tsx';
import { MessageList } from './MessageList.tsx';
import { MessageView } from './MessageView.tsx';
import { sandboxOf } from './queries.ts';
import classes from './Sandbox.module.css';

const route = getRouteApi('/shell/sandbox');

export function SandboxPage() {
  return useMay('people:read') ? (
    <Inbox />
  ) : (
    <NotForRole title="Sandbox inbox" needs="people:read" />
  );
}

/** The mail that would have left, had this not been the sandbox. */
function Inbox() {
  const { campaign, message, tab, width } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader title="Sandbox inbox" action={<CampaignFilter campaignId={campaign} />}>
        Mail that was captured here instead of leaving: each message as its recipient would have got
        it, over TLS. Codes, links to sign and notices are open to whoever sees the highest class:
        they let one act as the patient.
      </PageHeader>
      <div className={classes.panes} data-reading={message !== undefined || undefined}>
        <MessageList campaignId={campaign} shown={message} />
        {message && (
          <MessageView
            key={message}
            id={message}
            tab={tab ?? 'html'}
            phone={width === 'phone'}
            change={(change) =>
              void navigate({
                search: (old) => sandboxOf({ ...old, ...change }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        )}
      </div>
    </>
  );
}
