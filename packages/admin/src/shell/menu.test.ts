import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MENU, menuWith, visibleMenu } from './menu.ts';

const page = { name: 'points', label: 'Points', resource: 'Acme::points', script: 'modules/points.js' };
const labelsIn = (section: string, menu = menuWith([])): string[] =>
  menu.find(({ label }) => label === section)?.groups.flatMap((group) => group.entries.map(({ label }) => label)) ?? [];

test('a page without a group stands last in its section', () => {
  const menu = menuWith([{ ...page, section: 'Customers' }]);
  assert.deepEqual(labelsIn('Customers', menu), ['All Customers', 'Customer Groups', 'Points']);
});

test('a page stands last in the group that it names, and a group that is not there is added', () => {
  const menu = menuWith([
    { ...page, section: 'System', group: 'Permissions' },
    { ...page, name: 'other', label: 'Other', section: 'System', group: 'Tools' },
  ]);
  const groups = menu.find(({ label }) => label === 'System')?.groups.map(({ label }) => label);
  assert.deepEqual(groups, ['Extensions', 'Permissions', 'Action Logs', 'Tools']);
  const labels = labelsIn('System', menu);
  assert.equal(labels[labels.indexOf('User Roles') + 1], 'Points');
  assert.equal(labelsIn('System', menu).at(-1), 'Other');
});

test('a section that is not there is added at the end', () => {
  assert.equal(menuWith([{ ...page, section: 'Marketing' }]).at(-1)?.label, 'Marketing');
});

test('what was not granted is not there, and neither are groups and sections that are left empty', () => {
  const menu = visibleMenu(MENU, (resource) => resource === 'Magento_User::locks');
  assert.deepEqual(
    menu.map(({ label, groups }) => [label, groups.map((group) => group.label)]),
    [['System', ['Permissions']]],
  );
});
