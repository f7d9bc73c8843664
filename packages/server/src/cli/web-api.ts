import { type AdminCaller, ALL_GRANTS, callAs, perform, templateSegments } from '@tessera/webapi';
import type { Application } from '../application.ts';

/** Whoever may run a command has the files and the keys anyway: commands act with all resources. */
export const COMMAND_LINE: AdminCaller = Object.freeze({
  kind: 'admin',
  id: 0,
  username: 'command line',
  roleId: 0,
  grants: ALL_GRANTS,
  proof: 'none',
});

/**
 * Does what a route of the Web API does, with the same checks of its input, from the command line.
 * @param path with its variables filled in, for example `/V1/config`
 */
export async function callWebApi(
  application: Application,
  method: string,
  path: string,
  input: Record<string, unknown> = {},
): Promise<unknown> {
  const match = application.kernel.match(method, templateSegments(path));
  if (match === null) throw new Error(`${method} ${path} is not a route`);
  const call = callAs(application.internalCall('command'), { caller: COMMAND_LINE });
  return perform(match.route, { ...input, ...match.variables }, call);
}
