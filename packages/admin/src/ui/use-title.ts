import { useEffect } from 'react';

/** Names the page in the window and its history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tessera`;
  }, [title]);
}
