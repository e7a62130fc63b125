import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/** After a change of page, a screen reader goes on at its title; a change of filters moves nothing. */
export function useFocusOnPage(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return;
        const title = document.querySelector<HTMLElement>('#main h1');
        (title ?? document.getElementById('main'))?.focus({ preventScroll: true });
      }),
    [router],
  );
}
