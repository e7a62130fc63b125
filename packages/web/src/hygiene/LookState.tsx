import { Progress } from '@mantine/core';
import { number, people, plural } from '../parts/figures.ts';
import { When } from '../parts/When.tsx';
import type { Look } from './queries.ts';

const STEPS: Readonly<Record<Look['step'], string>> = {
  contacts: 'Reading contacts',
  domains: 'Asking which domains take mail',
  pairs: 'Comparing records',
};

/** How far a look is, or what the last one covered. */
export function LookState({ look }: { look: Look | null }) {
  if (look === null) return <p role="status">Nobody has looked over the contacts yet.</p>;
  if (look.state === 'running') {
    const share = look.total === 0 ? 0 : (look.done / look.total) * 100;
    return (
      <div role="status">
        <p>
          {STEPS[look.step]}: {number(look.contacts)} contacts so far. It goes on when you close
          this page.
        </p>
        <Progress value={share} maw={480} aria-label={STEPS[look.step]} />
      </div>
    );
  }
  return (
    <div role="status">
      {look.state === 'failed' ? (
        <p>
          The last look broke off: <When inSentence time={look.finishedAt ?? look.startedAt} />.
          What stands here is from before; look again, and if it breaks off once more, the log says
          why.
        </p>
      ) : (
        <p>
          Looked over {people(look.contacts)}:{' '}
          <When inSentence time={look.finishedAt ?? look.startedAt} />.{' '}
          {!look.domainsAsked &&
            'No name server was asked whether domains take mail, since mail goes into the sandbox alone.'}
          {look.domainsUnknown > 0 &&
            `Of ${plural(look.domainsUnknown, 'domain')} nobody could say whether it takes mail; that counts against nobody.`}
        </p>
      )}
    </div>
  );
}
