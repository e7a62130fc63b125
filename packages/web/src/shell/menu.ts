import {
  IconClock,
  IconFileCertificate,
  IconFileImport,
  IconFileSymlink,
  IconGauge,
  IconHome,
  IconInbox,
  IconListCheck,
  IconMail,
  IconMailbox,
  IconMailPlus,
  IconMailX,
  IconPlugConnected,
  IconSend,
  IconSettings,
  IconShieldLock,
  IconUrgent,
  IconUserCheck,
  IconUserShield,
  IconUsers,
  IconUsersGroup,
  IconWorld,
} from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';
import type { Permission } from '../session/session.ts';

/** The rooms that are built, and whoever may enter them. One that is not built yet is not here. */
const page = (label: string, Icon: typeof IconHome, needs?: Permission) => ({ label, Icon, needs });

export const MENU = [
  {
    heading: null,
    pages: [
      { ...page('Home', IconHome), link: linkOptions({ to: '/', activeOptions: { exact: true } }) },
      { ...page('Campaigns', IconSend), link: linkOptions({ to: '/campaigns' }) },
    ],
  },
  {
    heading: 'Audience',
    pages: [
      { ...page('Contacts', IconUsers, 'people:read'), link: linkOptions({ to: '/contacts' }) },
      { ...page('Hygiene', IconUserCheck, 'people:read'), link: linkOptions({ to: '/hygiene' }) },
      { ...page('Segments', IconUsersGroup), link: linkOptions({ to: '/segments' }) },
      {
        ...page('Imports', IconFileImport, 'imports:write'),
        link: linkOptions({ to: '/imports' }),
      },
    ],
  },
  {
    heading: 'Content',
    pages: [{ ...page('Templates', IconMail), link: linkOptions({ to: '/templates' }) }],
  },
  {
    heading: 'Consent',
    pages: [
      {
        ...page('Authorization forms', IconFileCertificate),
        link: linkOptions({ to: '/authorization-forms' }),
      },
      {
        ...page('Sign-up forms', IconMailPlus, 'contacts:write'),
        link: linkOptions({ to: '/sign-up-forms' }),
      },
      {
        ...page('Consent files', IconFileSymlink, 'imports:write'),
        link: linkOptions({ to: '/consent-files' }),
      },
    ],
  },
  {
    heading: 'Delivery',
    pages: [
      { ...page('Sandbox inbox', IconInbox, 'people:read'), link: linkOptions({ to: '/sandbox' }) },
      { ...page('Domains', IconWorld), link: linkOptions({ to: '/domains' }) },
      {
        ...page('Bounces', IconMailX, 'people:read'),
        link: linkOptions({ to: '/delivery/bounces' }),
      },
      { ...page('Pick-up', IconMailbox, 'people:read'), link: linkOptions({ to: '/pick-up' }) },
      {
        ...page('Receivers', IconGauge, 'delivery:read'),
        link: linkOptions({ to: '/delivery/receivers' }),
      },
      {
        ...page('Pace', IconClock, 'delivery:read'),
        link: linkOptions({ to: '/delivery/pace' }),
      },
      {
        ...page('TLS', IconShieldLock, 'delivery:read'),
        link: linkOptions({ to: '/delivery/tls' }),
      },
    ],
  },
  {
    heading: 'Compliance',
    pages: [
      { ...page('Audit', IconListCheck, 'audit:read'), link: linkOptions({ to: '/audit' }) },
      {
        ...page('Emergency access', IconUrgent, 'emergency:review'),
        link: linkOptions({ to: '/emergencies' }),
      },
    ],
  },
  {
    heading: null,
    pages: [
      {
        ...page('People and roles', IconUserShield, 'users:write'),
        link: linkOptions({ to: '/roles' }),
      },
      {
        ...page('Applications', IconPlugConnected, 'applications:write'),
        link: linkOptions({ to: '/applications' }),
      },
      { ...page('Settings', IconSettings), link: linkOptions({ to: '/settings' }) },
    ],
  },
] as const;
