import type { CheckedTemplate } from '@postern/core/templates';
import { edited } from './edited.ts';
import { footerText } from './footer.ts';
import type { LinkPlaces } from './link-places.ts';

/** The author's own plain text with its links as places and the footer; null when there is none. */
export function compileText(
  text: string,
  { links, uses }: CheckedTemplate['text'],
  places: LinkPlaces,
): string | null {
  if (text.trim() === '') return null;
  const shows = (key: string) => uses.some((use) => use.key === key && use.always);
  const linked = links.map(({ address, begin, end }) => ({
    begin,
    end,
    text: places.shown(address),
  }));
  const footer = footerText({
    address: shows('organization_address'),
    unsubscribe: shows('unsubscribe_url'),
    preferences: shows('preferences_url'),
  });
  return edited(text, linked).trimEnd() + footer;
}
