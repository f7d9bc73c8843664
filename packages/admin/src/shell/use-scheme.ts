import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

/** The colours in use, and a way to the other ones. */
export function useScheme(): { scheme: 'light' | 'dark'; toggle: () => void } {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return { scheme, toggle: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark') };
}
