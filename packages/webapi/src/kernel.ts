import { type AclNode, buildAclTree } from './access/acl-tree.ts';
import type { Call, Ports, StoreScope } from './access/call.ts';
import { type CallerContext, contextsFor } from './access/caller-context.ts';
import type { WebapiError } from './errors/problem.ts';
import type { HttpRequest } from './http/message.ts';
import { type Accounts, type Module, orderModules } from './module/module.ts';
import { harmless, type Observer } from './pipeline/announce.ts';
import { type CompiledRoute, compileRoutes } from './pipeline/compiled-route.ts';
import type { Guard } from './pipeline/guard.ts';
import type { Interceptor } from './pipeline/interceptor.ts';
import { compileRouter, type Router } from './routing/router.ts';

declare module './access/call.ts' {
  interface Ports {
    /** The kernel itself, for services that act on other services' routes: aggregated and queued calls. */
    readonly kernel: Kernel;
  }
}

/** The effects that the composition root lends to the kernel. */
export interface KernelPorts {
  /** A store view by its code (`all` is the admin scope, disabled ones included), null where there is none. */
  readonly storeByCode: (code: string) => StoreScope | null;
  /** The store view of a URL without a code. */
  readonly defaultStore: () => StoreScope;
  /** Opens the context of one call; the caller is a guest until identified. */
  readonly openCall: (request: HttpRequest, store: StoreScope, binding: Call['binding']) => Call;
  /**
   * Brings cached state (settings, roles, stores) up to date with other processes before a request is served.
   * @param receivedBy of the request
   */
  readonly refresh?: (receivedBy?: number) => Promise<void> | void;
  /** Path below which everything stands, for example `/magento`; empty for none. */
  readonly basePath: string;
  /** Records a fault of ours; returns the report id that the caller is shown. */
  readonly reportFault: (fault: unknown, request: HttpRequest) => string;
  /** Makes an answer of an error that an effect threw, null where it is a fault of ours. */
  readonly translate?: (error: unknown) => WebapiError | null;
  /** The effects that every call carries. */
  readonly lent: Ports;
  /** Hear of answered requests beside the modules' observers. */
  readonly observers?: readonly Observer[];
}

/** Everything compiled at start: what the bindings work with. */
export interface Kernel {
  readonly modules: readonly Module[];
  readonly routes: readonly CompiledRoute[];
  readonly match: Router<CompiledRoute>;
  readonly acl: readonly AclNode[];
  readonly callers: { readonly rest: readonly CallerContext[]; readonly soap: readonly CallerContext[] };
  readonly guards: readonly Guard[];
  readonly interceptors: readonly Interceptor[];
  readonly accounts: Accounts;
  readonly observers: readonly Observer[];
  readonly ports: KernelPorts;
}

/**
 * Compiles the modules into a kernel.
 * @throws Error at start for a missing required module, a route without implementation, two routes at one place, a bad ACL parent
 */
export function createKernel(modules: readonly Module[], acl: readonly AclNode[], ports: KernelPorts): Kernel {
  const ordered = orderModules(modules);
  const routes = compileRoutes(ordered);
  const contexts = ordered.flatMap((module) => module.callers ?? []);
  return {
    modules: ordered,
    routes,
    match: compileRouter(routes),
    acl: buildAclTree(acl, ordered),
    callers: { rest: contextsFor('rest', contexts), soap: contextsFor('soap', contexts) },
    guards: ordered.flatMap((module) => module.guards ?? []),
    interceptors: ordered.flatMap((module) => module.interceptors ?? []),
    accounts: Object.assign({}, ...ordered.map((module) => module.accounts)),
    observers: [
      ...ordered.flatMap(({ name, observers = [] }) => observers.map((observer) => harmless(name, observer))),
      ...(ports.observers ?? []),
    ],
    ports,
  };
}
