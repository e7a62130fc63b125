import type { MouseEvent } from 'react';
import { answer, api } from '../api/client.ts';

/**
 * Where a link downloads what is sensitive, asks first who it is when that was not shown lately: a
 * link itself cannot, and its file may be too large for a page to hold.
 */
export async function downloadProved(event: MouseEvent<HTMLAnchorElement>): Promise<void> {
  event.preventDefault();
  const { href } = event.currentTarget;
  const proved = await answer(api.GET('/api/v1/session/proved')).then(
    () => true,
    () => false,
  );
  if (!proved) return;
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}
