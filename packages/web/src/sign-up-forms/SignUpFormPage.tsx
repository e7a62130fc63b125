import { notifications } from '@mantine/notifications';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Copy } from '../parts/Copy.tsx';
import { EditForm } from '../parts/EditForm.tsx';
import { Facts } from '../parts/Facts.tsx';
import { number } from '../parts/figures.ts';
import { TextLink } from '../parts/links.tsx';
import { NotForRole } from '../parts/NotForRole.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { Section } from '../parts/Section.tsx';
import { useEdited } from '../parts/use-edited.ts';
import { useMay } from '../session/session.ts';
import {
  type Content,
  rememberSignUpForm,
  type SignUpForm,
  signUpFormQuery,
  useSaveSignUpForm,
} from './queries.ts';
import { SHOWN, SignUpFields } from './SignUpFields.tsx';
import { OnOff } from './SignUpFormsPage.tsx';
import { ASKED_WORDS } from './words.ts';

const route = getRouteApi('/shell/sign-up-forms/$id');
const contentOf = ({ content }: SignUpForm) => content;

export function SignUpFormPage() {
  const { id } = route.useParams();
  if (!useMay('contacts:write')) return <NotForRole title="Sign-up form" needs="contacts:write" />;
  return <OneForm key={id} id={id} />;
}

/** A form: what became of it, where it is, what it says. */
function OneForm({ id }: { id: string }) {
  const { data: saved } = useSuspenseQuery(signUpFormQuery(id));
  const queries = useQueryClient();
  const edited = useEdited(saved, contentOf, (now) => rememberSignUpForm(queries, now));
  const save = useSaveSignUpForm(id, (form) => {
    edited.take(form);
    notifications.show({ message: 'Saved. Who opens the form from now on sees it.' });
  });
  const { content, address, figures } = saved;
  const frame = `<iframe src="${address}" title="${content.title.replaceAll('"', '&quot;')}" width="100%" height="900"></iframe>`;
  return (
    <>
      <PageHeader
        title={content.name}
        above={<TextLink to="/sign-up-forms">Sign-up forms</TextLink>}
      >
        <OnOff active={content.active} />
      </PageHeader>
      <Section title="What became of it">
        <Facts
          facts={[
            ['Asked', number(figures.asked)],
            ['Confirmed', number(figures.confirmed)],
            ['New on file, as prospects', number(figures.prospects)],
            ['Of those, patients now', number(figures.patients)],
          ]}
        />
      </Section>
      <Section
        title="Where it is"
        note="Its own page, for a link or a printed code. A site that you name below can show it in a frame."
      >
        <Facts
          facts={[
            [
              'Page',
              <>
                <a href={address} target="_blank" rel="noreferrer">
                  {address}
                </a>{' '}
                <Copy what="address" of={content.name} value={address} />
              </>,
            ],
            ['Frame', <Copy key="frame" what="frame" of={content.name} value={frame} />],
          ]}
        />
      </Section>
      <Section title="What it says and asks">
        <EditForm
          label="Sign-up form"
          what="sign-up form"
          edited={edited}
          save={save}
          mayWrite
          shown={SHOWN}
          renderVersion={(of) => <Facts facts={said(of)} />}
        >
          <SignUpFields
            key={edited.base.version}
            draft={edited.draft}
            put={edited.put}
            error={save.error}
          />
        </EditForm>
      </Section>
    </>
  );
}

function said(of: Content): (readonly [string, string])[] {
  return [
    ['Name', of.name],
    ['Heading', of.title],
    ['What comes', of.about],
    ['Promise', of.promise],
    ['Topics', number(of.topicIds.length)],
    ['Asked', of.asked.map((key) => ASKED_WORDS[key]).join(', ')],
    ['Sites', of.places.join(', ')],
    ['Sign-up', of.active ? 'On' : 'Off'],
  ];
}
