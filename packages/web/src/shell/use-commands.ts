import { useMantineColorScheme } from '@mantine/core';
import {
  IconContrast,
  IconFileImport,
  IconMail,
  IconMailPlus,
  IconPlus,
  IconSend,
  IconUser,
  IconUserSearch,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { linkOptions, useNavigate } from '@tanstack/react-router';
import { answer, api } from '../api/client.ts';
import { campaignsQuery } from '../campaigns/queries.ts';
import { segmentsQuery } from '../segments/queries.ts';
import { useSession } from '../session/session.ts';
import { templatesQuery } from '../templates/queries.ts';
import { MENU } from './menu.ts';

export interface Command {
  readonly key: string;
  readonly label: string;
  readonly note: string;
  readonly Icon: typeof IconUser;
  readonly run: () => void;
}

const BEGIN = [
  {
    label: 'New campaign',
    needs: 'campaigns:write',
    Icon: IconSend,
    link: linkOptions({ to: '/campaigns/new' }),
  },
  {
    label: 'New segment',
    needs: 'segments:write',
    Icon: IconPlus,
    link: linkOptions({ to: '/segments/new' }),
  },
  {
    label: 'New template',
    needs: 'templates:write',
    Icon: IconMailPlus,
    link: linkOptions({ to: '/templates/new' }),
  },
  {
    label: 'Import a file',
    needs: 'contacts:write',
    Icon: IconFileImport,
    link: linkOptions({ to: '/imports/new' }),
  },
] as const;

const THEMES = [
  { scheme: 'light', label: 'Light theme' },
  { scheme: 'dark', label: 'Dark theme' },
  { scheme: 'auto', label: 'Theme as the system' },
] as const;

const MOST = 24;

/** What the text finds: people only when asked, since the text then goes to the server (in a body). */
export function useCommands(text: string, close: () => void): readonly Command[] {
  const navigate = useNavigate();
  const { permissions } = useSession().user;
  const may = (needs: string | undefined) => !needs || permissions.includes(needs);
  const campaigns = useInfiniteQuery(campaignsQuery).data?.pages.flatMap((page) => page.data) ?? [];
  const segments = useQuery(segmentsQuery).data?.data ?? [];
  const templates = useQuery(templatesQuery).data?.data ?? [];
  const { setColorScheme } = useMantineColorScheme();
  const find = useMutation({
    mutationFn: (asked: string) =>
      answer(api.POST('/api/v1/contacts/search', { body: { text: asked } })),
  });
  const asked = text.trim();
  const matches = (label: string) => label.toLowerCase().includes(asked.toLowerCase());
  const go = (leave: () => Promise<void>) => () => {
    close();
    void leave();
  };

  const begin = BEGIN.filter(({ needs }) => may(needs)).map(({ label, Icon, link }) => ({
    key: label,
    label,
    note: 'Begin',
    Icon,
    run: go(() => navigate(link)),
  }));
  const pages = MENU.flatMap((room) => [...room.pages])
    .filter(({ needs }) => may(needs))
    .map(({ label, Icon, link }) => ({
      key: link.to,
      label,
      note: 'Go to',
      Icon,
      run: go(() => navigate(link)),
    }));
  const ofCampaigns = campaigns.map(({ id, name }) => ({
    key: id,
    label: name,
    note: 'Campaign',
    Icon: IconSend,
    run: go(() => navigate({ to: '/campaigns/$id', params: { id } })),
  }));
  const ofSegments = segments.map(({ id, name }) => ({
    key: id,
    label: name,
    note: 'Segment',
    Icon: IconUsersGroup,
    run: go(() => navigate({ to: '/segments/$id', params: { id } })),
  }));
  const ofTemplates = templates.map(({ id, name }) => ({
    key: id,
    label: name,
    note: 'Template',
    Icon: IconMail,
    run: go(() => navigate({ to: '/templates/$id', params: { id } })),
  }));
  const themes = THEMES.map(({ scheme, label }) => ({
    key: scheme,
    label,
    note: 'Appearance',
    Icon: IconContrast,
    run: () => {
      close();
      setColorScheme(scheme);
    },
  }));
  const always = [...begin, ...pages, ...themes];
  const named = asked ? [...ofCampaigns, ...ofSegments, ...ofTemplates] : [];
  const known = [...always, ...named].filter(({ label }) => matches(label)).slice(0, MOST);
  if (!asked || !may('people:read')) return known;

  const found = find.variables === asked ? (find.data?.data ?? []) : [];
  const persons = found.map(({ id, name, recordNumber }) => ({
    key: id,
    label: name,
    note: recordNumber ?? 'Contact',
    Icon: IconUser,
    run: go(() => navigate({ to: '/contacts/$id', params: { id } })),
  }));
  const nobody = find.variables === asked && find.isSuccess && found.length === 0;
  const search = {
    key: 'find',
    label: nobody
      ? 'Nobody has exactly this email, phone or record number'
      : `Find the contact “${asked}”`,
    note: find.isPending
      ? 'Searching'
      : find.isError
        ? 'That did not work; try again'
        : 'Exact email, phone or record number',
    Icon: IconUserSearch,
    run: () => find.mutate(asked),
  };
  return [...persons, ...known, ...(persons.length > 0 ? [] : [search])];
}
