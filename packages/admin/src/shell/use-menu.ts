import { useQuery } from '@tanstack/react-query';
import { modulePagesQuery } from '../modules/module-pages.ts';
import { useMay } from '../session/session.ts';
import { type MenuSection, menuWith, visibleMenu } from './menu.ts';

/** The menu of the signed-in user, with the pages of modules. */
export function useMenu(): readonly MenuSection[] {
  const { data: pages = [] } = useQuery(modulePagesQuery);
  return visibleMenu(menuWith(pages), useMay());
}
