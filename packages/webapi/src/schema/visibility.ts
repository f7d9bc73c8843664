import { authorize } from '../access/authorize.ts';
import type { Call } from '../access/call.ts';
import { accountSharing } from '../pipeline/steps.ts';

/** Which of the access lists in use a caller satisfies. */
export interface Visibility {
  /** The same for all callers that may do the same here; for caches. */
  readonly key: string;
  readonly allows: (resources: readonly string[]) => boolean;
}

const keyOf = (resources: readonly string[]): string => resources.join('\n');

/**
 * Compiles the question "what may this caller do?" for a set of access lists, each a list of resources that must all
 * be held. Documents show a caller what it may call and nothing else (behaviour H6).
 */
export function compileVisibility(lists: readonly (readonly string[])[]): (call: Call) => Visibility {
  const distinct = [...new Map(lists.map((resources) => [keyOf(resources), resources]))];
  return (call) => {
    const sharing = accountSharing(call);
    const allowed = new Set<string>();
    let key = '';
    for (const [name, resources] of distinct) {
      const open = authorize(call.caller, resources, call.store, sharing).allowed;
      if (open) allowed.add(name);
      key += open ? '1' : '0';
    }
    return { key, allows: (resources) => allowed.has(keyOf(resources)) };
  };
}
