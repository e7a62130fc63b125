import { useNavigate } from '@tanstack/react-router';
import type { Campaign } from '../campaigns/queries.ts';
import { StateChip } from '../campaigns/StateChip.tsx';
import { sumSentence } from '../campaigns/sum.ts';
import { useStates } from '../campaigns/use-states.ts';
import { TextLink } from '../parts/links.tsx';
import { StatesBar } from '../parts/VerdictBar.tsx';
import { When } from '../parts/When.tsx';
import classes from './Home.module.css';

/** A campaign at a glance: its bar, each part of which leads to the people. */
export function Glance({ campaign }: { campaign: Campaign }) {
  const { id, name, launchedAt, finishedAt } = campaign;
  const states = useStates(campaign);
  const navigate = useNavigate();
  return (
    <article className={classes.glance}>
      <div className={classes.head}>
        <h3 className={classes.name}>
          <TextLink to="/campaigns/$id" params={{ id }}>
            {name}
          </TextLink>
        </h3>
        <span className={classes.state}>
          <StateChip campaign={campaign} />
          <When time={finishedAt ?? launchedAt} />
        </span>
      </div>
      {states && (
        <>
          <p className={classes.sum}>{sumSentence(states)}</p>
          <StatesBar
            compact
            states={states}
            open={(state) =>
              void navigate({
                to: '/campaigns/$id',
                params: { id },
                search: { show: 'campaign', state },
              })
            }
          />
        </>
      )}
    </article>
  );
}
