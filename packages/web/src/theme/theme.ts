import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import { amber, brick, dark, gray, plum, teal } from './palette.ts';

const sans = "'Source Sans 3 Variable', system-ui, sans-serif";
const serif = "'Source Serif 4 Variable', Georgia, serif";

/** Calm and editorial: hairlines instead of shadows, serif headings, 4 px grid, radius at most 8. */
export const theme = createTheme({
  colors: { teal, gray, dark, amber, brick, plum },
  primaryColor: 'teal',
  primaryShade: { light: 6, dark: 5 },
  black: gray[9],
  fontFamily: sans,
  headings: { fontFamily: serif, fontWeight: '600', textWrap: 'balance' },
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '8px' },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // Their <header> is no second banner of the page.
    Modal: {
      defaultProps: {
        transitionProps: { duration: 120, transition: 'fade' },
        attributes: { header: { role: 'none' } },
      },
    },
    Drawer: {
      defaultProps: {
        transitionProps: { duration: 140 },
        // what it explains stays readable beside it
        overlayProps: { backgroundOpacity: 0.25 },
        attributes: { header: { role: 'none' } },
      },
    },
    Menu: {
      defaultProps: {
        transitionProps: { duration: 100 },
        // a focusable thing in a menu that is no menu item
        withInitialFocusPlaceholder: false,
      },
    },
    // The list scrolls itself and stands beside its field: a screen reader finds it in its landmark.
    Select: {
      defaultProps: {
        withScrollArea: false,
        comboboxProps: { withinPortal: false },
        styles: { options: { maxHeight: 320, overflowY: 'auto' } },
        // Chromium tabs to whatever scrolls: from an open list Tab would go to it, which closes, and nowhere
        attributes: { options: { tabIndex: -1 } },
      },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Tooltip: {
      defaultProps: {
        transitionProps: { duration: 80 },
        openDelay: 200,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Table: { defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'md', fz: 15 } },
  },
});

/** Mends two contrast faults of Mantine's own: dimmed text and placeholders. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': brick[6],
    '--mantine-color-default-border': gray[3],
    '--mantine-color-anchor': teal[6],
  },
  dark: {
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': brick[2],
    '--mantine-color-default-border': dark[4],
    '--mantine-color-anchor': teal[3],
  },
});
