import { Alert, Tabs } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '../parts/Empty.tsx';
import { Locked } from '../parts/Locked.tsx';
import { TextLink } from '../parts/links.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import { draftOf } from './builder/draft.ts';
import { EditSegment } from './EditSegment.tsx';
import { SegmentExports } from './exports/SegmentExports.tsx';
import { LiveCount } from './LiveCount.tsx';
import { segmentQuery } from './queries.ts';
import { SegmentPeople } from './SegmentPeople.tsx';
import classes from './Segments.module.css';
import { useEditor } from './use-editor.ts';

const route = getRouteApi('/shell/segments/$id');

/** A segment: its conditions, and the people in it. */
export function SegmentPage() {
  const { id } = route.useParams();
  const { view: asked = 'conditions' } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: segment } = useSuspenseQuery(segmentQuery(id));
  const mayWrite = useMay('segments:write');
  const maySee = useMay('people:read');
  const mayExport = useMay('people:export');
  const view = asked === 'exports' && !mayExport ? 'conditions' : asked;
  if (segment.locked && segment.class) {
    return (
      <>
        <PageHeader title={segment.name} above={<TextLink to="/segments">Segments</TextLink>} />
        <Empty title="Above your class">
          What this segment asks, and who is in it, is not for your roles.{' '}
          <Locked of={segment.class.sensitivity}>Who can see it</Locked>
        </Empty>
      </>
    );
  }
  const conditions = mayWrite ? (
    <EditSegment key={id} saved={segment} />
  ) : (
    <Read key={id} id={id} />
  );
  return (
    <>
      <PageHeader title={segment.name} above={<TextLink to="/segments">Segments</TextLink>}>
        {view !== 'conditions' && `${segment.sentence}. `}
        Changed: <When time={segment.updatedAt} />
      </PageHeader>
      {segment.problems.length > 0 && (
        <Alert
          mb="lg"
          variant="outline"
          color="brick"
          icon={<IconAlertTriangle aria-hidden />}
          title="This segment cannot be used as it is"
        >
          {segment.problems.map((problem) => (
            <p key={problem} style={{ margin: 0 }}>
              {problem}
            </p>
          ))}
          Take the condition out or let it ask about another attribute, then save.
        </Alert>
      )}
      {segment.nameWarning && (
        <Alert mb="lg" variant="outline" color="gray" title="The name tells something">
          {segment.nameWarning.sentence}
        </Alert>
      )}
      {maySee ? (
        <Tabs
          value={view}
          onChange={(chosen) =>
            void navigate({
              search: chosen === 'people' || chosen === 'exports' ? { view: chosen } : {},
              replace: true,
            })
          }
        >
          <Tabs.List mb="lg">
            <Tabs.Tab value="conditions">Conditions</Tabs.Tab>
            <Tabs.Tab value="people">People</Tabs.Tab>
            {mayExport && <Tabs.Tab value="exports">Exports</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="conditions">{conditions}</Tabs.Panel>
          <Tabs.Panel value="people">
            {view === 'people' && <SegmentPeople segment={segment} />}
          </Tabs.Panel>
          {mayExport && (
            <Tabs.Panel value="exports">
              {view === 'exports' && (
                <SegmentExports segmentId={id} usable={segment.problems.length === 0} />
              )}
            </Tabs.Panel>
          )}
        </Tabs>
      ) : (
        conditions
      )}
    </>
  );
}

/** For those who may look but not change: what it finds, in figures. */
function Read({ id }: { id: string }) {
  const { data: segment } = useSuspenseQuery(segmentQuery(id));
  const { count, total, asking } = useEditor(() => draftOf(segment.tree), segment.name);
  return (
    <div className={classes.layout}>
      <p className={classes.sentence}>
        Your role looks at segments and does not change them. The count is of this moment.
      </p>
      <LiveCount found={count} total={total} asking={asking} incomplete={0} />
    </div>
  );
}
