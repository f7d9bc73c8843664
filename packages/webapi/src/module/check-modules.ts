import { type AclNode, aclIds, buildAclTree } from '../access/acl-tree.ts';
import { checkGrantable } from '../access/grantable.ts';
import { checkServices } from '../contract/check-services.ts';
import { createTypeCheck } from '../contract/check-types.ts';
import { checkEndpoints } from '../http/check-endpoints.ts';
import { checkRoutes } from '../routing/check-routes.ts';
import { checkLists } from './check-lists.ts';
import { refuseDoubles } from './doubles.ts';
import type { Module } from './module.ts';
import { ModuleError } from './module-error.ts';

/** The lists of a manifest that this package knows. */
const LISTS: readonly (keyof Module)[] = [
  'routes',
  'services',
  'attributeTypes',
  'acl',
  'settings',
  'errors',
  'callers',
  'guards',
  'inputRules',
  'around',
  'interceptors',
  'observers',
  'gauges',
  'jobs',
  'endpoints',
  'integrations',
  'panelPages',
];

/**
 * Looks for mistakes in what modules declare, which would otherwise show at the first request, or never.
 * @param modules all of them, in their order: of two that collide the later one is told
 * @param acl the tree without the modules' own nodes
 * @returns the ACL resources that can be granted, for further checks
 * @throws ModuleError for the first mistake
 */
export function checkModules(
  modules: readonly Module[],
  acl: readonly AclNode[],
): { readonly grantable: ReadonlySet<string> } {
  checkLists(modules, LISTS);
  const grantable = new Set(aclIds(buildAclTree(acl, modules)));
  checkServices(modules, createTypeCheck(grantable));
  checkGrantable(modules, grantable);
  checkRoutes(modules);
  checkEndpoints(modules);
  checkBackground(modules);
  checkNames(modules);
  return { grantable };
}

function checkBackground(modules: readonly Module[]): void {
  for (const { name: module, jobs = [] } of modules)
    for (const { name, everySeconds, run } of jobs) {
      if (!(Number.isFinite(everySeconds) && everySeconds > 0))
        throw new ModuleError(module, `the job "${name}" does not say how often it runs; set "everySeconds" above 0.`);
      if (typeof run !== 'function')
        throw new ModuleError(module, `the job "${name}" does nothing; give it a function "run".`);
    }
}

/** Of two that share one of these names, one would never be seen. */
function checkNames(modules: readonly Module[]): void {
  refuseDoubles(modules, 'job', ({ jobs = [] }) => jobs.map(({ name }) => name));
  refuseDoubles(modules, 'gauge', ({ gauges = [] }) => gauges.map(({ name }) => name));
  refuseDoubles(modules, 'integration', ({ integrations = [] }) =>
    integrations.map(({ name }) => name.trim().toLowerCase()),
  );
  refuseDoubles(modules, 'say on accounts of the kind', ({ accounts = {} }) => Object.keys(accounts));
}
