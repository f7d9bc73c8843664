import type { Module } from '../module/module.ts';
import { ModuleError, shownValue } from '../module/module-error.ts';

/** What `allow`, `self` and `anonymous` say of themselves that is no node of the tree. */
const SPECIAL: readonly string[] = ['self', 'anonymous'];

/**
 * Whether a resource that a module asks for can be granted.
 * @param asker what asks for it, for the message: `GET /V1/notes`
 * @param grantable the ids of the whole tree
 * @throws ModuleError where nobody can be granted it
 */
export function requireGrantable(
  module: string,
  asker: string,
  resource: string,
  grantable: ReadonlySet<string>,
): void {
  if (grantable.has(resource)) return;
  throw new ModuleError(
    module,
    `${asker} asks for the ACL resource ${shownValue(resource)}, which is not in the tree, so nobody could be granted it; declare it under "acl" or name one of docs/acl.md.`,
  );
}

/** @throws ModuleError where a route, a page of the panel or an integration asks for what nobody can be granted */
export function checkGrantable(modules: readonly Module[], grantable: ReadonlySet<string>): void {
  for (const { name, routes = [], panelPages = [], integrations = [] } of modules) {
    for (const { method, path, access } of routes) {
      if (!Array.isArray(access?.resources) || typeof access.forced !== 'object')
        throw new ModuleError(
          name,
          `${method} ${path} does not say who may call it; give it allow(…), self(…) or anonymous after the operation.`,
        );
      for (const resource of access.resources)
        if (!SPECIAL.includes(resource)) requireGrantable(name, `${method} ${path}`, resource, grantable);
    }
    for (const page of panelPages) requireGrantable(name, `the panel page "${page.name}"`, page.resource, grantable);
    for (const integration of integrations)
      for (const resource of integration.resources)
        requireGrantable(name, `the integration "${integration.name}"`, resource, grantable);
  }
}
