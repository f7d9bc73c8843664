import { IconBuildingStore, IconGauge, type IconProps, IconPuzzle, IconSettings, IconUsers } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { ModulePageEntry } from '../modules/module-pages.ts';

/** A page in the menu; `resource` is what its reader has to be granted. */
export interface MenuEntry {
  readonly label: string;
  readonly to: string;
  readonly resource: string;
  /** Further words under which the command palette finds it. */
  readonly words?: string;
}
export interface MenuGroup {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}
export interface MenuSection {
  readonly label: string;
  readonly icon: ComponentType<IconProps>;
  readonly groups: readonly MenuGroup[];
}

/** The menu: every page stands where Magento's panel has it. */
export const MENU: readonly MenuSection[] = [
  {
    label: 'Dashboard',
    icon: IconGauge,
    groups: [
      {
        label: '',
        entries: [
          { label: 'Dashboard', to: '/dashboard', resource: 'Magento_Backend::admin', words: 'home start charts' },
        ],
      },
    ],
  },
  {
    label: 'Customers',
    icon: IconUsers,
    groups: [
      {
        label: '',
        entries: [
          { label: 'All Customers', to: '/customers', resource: 'Magento_Customer::customer' },
          { label: 'Customer Groups', to: '/customer-groups', resource: 'Magento_Customer::group' },
        ],
      },
    ],
  },
  {
    label: 'Stores',
    icon: IconBuildingStore,
    groups: [
      {
        label: 'Settings',
        entries: [
          { label: 'All Stores', to: '/stores', resource: 'Magento_Backend::store', words: 'websites store views' },
          {
            label: 'Configuration',
            to: '/configuration',
            resource: 'Magento_Config::config',
            words: 'settings oauth tokens',
          },
        ],
      },
    ],
  },
  {
    label: 'System',
    icon: IconSettings,
    groups: [
      {
        label: 'Extensions',
        entries: [
          {
            label: 'Integrations',
            to: '/integrations',
            resource: 'Magento_Integration::integrations',
            words: 'oauth consumers api tokens',
          },
          {
            label: 'Credential Review',
            to: '/credential-review',
            resource: 'Magento_Integration::integrations',
            words: 'stale unused tokens expire',
          },
        ],
      },
      {
        label: 'Permissions',
        entries: [
          { label: 'All Users', to: '/users', resource: 'Magento_User::acl_users', words: 'admins' },
          { label: 'Locked Users', to: '/locked-users', resource: 'Magento_User::locks' },
          { label: 'User Roles', to: '/roles', resource: 'Magento_User::acl_roles', words: 'permissions acl' },
        ],
      },
      {
        label: 'Action Logs',
        entries: [
          {
            label: 'Report',
            to: '/action-logs',
            resource: 'Magento_Logging::magento_logging_events',
            words: 'audit changes who history',
          },
          {
            label: 'Bulk Actions',
            to: '/bulk-actions',
            resource: 'Magento_Logging::system_magento_logging_bulk_operations',
            words: 'asynchronous operations queue',
          },
        ],
      },
    ],
  },
];

/** The menu with the pages of modules, at the end of the section and group that they name. */
export function menuWith(pages: readonly ModulePageEntry[]): readonly MenuSection[] {
  return pages.reduce<readonly MenuSection[]>((menu, page) => {
    const { label, resource, words, section: wanted, group: wantedGroup = '' } = page;
    const entry = { label, to: `/modules/${page.name}`, resource, ...(words === undefined ? {} : { words }) };
    const into = (section: MenuSection): MenuSection => {
      const at = section.groups.findLast((group) => group.label === wantedGroup || wantedGroup === '');
      const added = { label: wantedGroup, entries: [...(at?.entries ?? []), entry] };
      if (at === undefined) return { ...section, groups: [...section.groups, added] };
      const whole = { ...added, label: at.label };
      return { ...section, groups: section.groups.map((group) => (group === at ? whole : group)) };
    };
    if (menu.some((section) => section.label === wanted))
      return menu.map((section) => (section.label === wanted ? into(section) : section));
    return [...menu, into({ label: wanted, icon: IconPuzzle, groups: [] })];
  }, MENU);
}

/** The menu with only what may be seen; sections and groups that are left empty go. */
export const visibleMenu = (menu: readonly MenuSection[], may: (resource: string) => boolean): readonly MenuSection[] =>
  menu
    .map((section) => ({
      ...section,
      groups: section.groups
        .map((group) => ({ ...group, entries: group.entries.filter((entry) => may(entry.resource)) }))
        .filter((group) => group.entries.length > 0),
    }))
    .filter((section) => section.groups.length > 0);
