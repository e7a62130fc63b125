import { Facts } from '../parts/Facts.tsx';
import { TextLink } from '../parts/links.tsx';
import { Section } from '../parts/Section.tsx';
import { When } from '../parts/When.tsx';
import { ABOUT_WORDS, GOAL_WORDS } from './interview.ts';
import type { Campaign } from './queries.ts';

export function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const { goal, interview, segmentId, segmentName, templateId, templateName, topicName, stream } =
    campaign;
  return (
    <Section title="What it is">
      <Facts
        facts={[
          ['About', interview.about && ABOUT_WORDS[interview.about].label],
          ['Goal', goal && GOAL_WORDS[goal]],
          [
            'Who',
            segmentId && (
              <TextLink to="/segments/$id" params={{ id: segmentId }}>
                {segmentName}
              </TextLink>
            ),
          ],
          [
            'Message',
            templateId && (
              <TextLink to="/templates/$id" params={{ id: templateId }}>
                {templateName}
              </TextLink>
            ),
          ],
          ['Topic', topicName],
          ['Stream', stream === 'marketing' ? 'Marketing' : 'Transactional'],
          ['Launched', campaign.launchedAt && <When time={campaign.launchedAt} />],
          ['Finished', campaign.finishedAt && <When time={campaign.finishedAt} />],
        ]}
      />
    </Section>
  );
}
