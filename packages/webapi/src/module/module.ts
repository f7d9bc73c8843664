import type { AclAddition } from '../access/acl-tree.ts';
import type { Call } from '../access/call.ts';
import type { CallerKind } from '../access/caller.ts';
import type { CallerContext } from '../access/caller-context.ts';
import type { Placeholders } from '../access/forced-parameters.ts';
import type { ServiceImplementation } from '../contract/service.ts';
import type { DataType } from '../contract/wire-types.ts';
import type { Problem } from '../errors/problem.ts';
import type { HttpEndpoint } from '../http/endpoint.ts';
import type { Observer } from '../pipeline/announce.ts';
import type { AroundRule } from '../pipeline/around.ts';
import type { Guard } from '../pipeline/guard.ts';
import type { InputRule } from '../pipeline/input-rule.ts';
import type { Interceptor } from '../pipeline/interceptor.ts';
import type { Route } from '../routing/route.ts';
import type { Setting } from '../settings/setting.ts';
import type { PanelPage } from './panel-page.ts';

/**
 * A module's table of contents. Built-in modules and third parties' are declared and loaded alike. Packages that own
 * an effect add their part by declaration merging: `@tessera/database` adds `migrations`.
 */
export interface Module {
  /** Magento's name where it has one (`Magento_Customer`), else `Vendor_Name`. */
  readonly name: string;
  /** Modules whose services, tables or functions this one uses; loaded before it. */
  readonly requires?: readonly string[];
  readonly routes?: readonly Route[];
  readonly services?: readonly ServiceImplementation[];
  /** Data types that values of custom attributes can have; every WSDL declares them. */
  readonly attributeTypes?: readonly DataType[];
  /** ACL resources that are not in Magento's tree. */
  readonly acl?: readonly AclAddition[];
  readonly settings?: readonly Setting[];
  readonly errors?: readonly Problem[];
  readonly callers?: readonly CallerContext[];
  readonly placeholders?: Placeholders;
  /** Checks that run between authorization and reading the input, for example rate limits. */
  readonly guards?: readonly Guard[];
  /** Rules on the input of all routes, for example how large a list may be. */
  readonly inputRules?: readonly InputRule[];
  /** What stands around the services of routes, for every binding: for example the audit log. */
  readonly around?: readonly AroundRule[];
  /** What stands around the execution of REST calls that ask for it by a header. */
  readonly interceptors?: readonly Interceptor[];
  readonly accounts?: Accounts;
  /** Hear of every answered request: access log, metrics, audit. They must not throw nor take time. */
  readonly observers?: readonly Observer[];
  /** Numbers that are read when metrics are asked for. */
  readonly gauges?: readonly Gauge[];
  /** Work in the background, never on a request's time. */
  readonly jobs?: readonly BackgroundJob[];
  /** What a process reads ahead as soon as it listens, so that the first request that needs it does not wait. */
  readonly warmUp?: (call: Call) => Promise<void>;
  readonly endpoints?: readonly HttpEndpoint[];
  /** Integrations that the module ships, as Magento's `etc/integration` does. */
  readonly integrations?: readonly DeclaredIntegration[];
  /** Pages that the module adds to the admin panel. */
  readonly panelPages?: readonly PanelPage[];
}

declare module '../access/call.ts' {
  interface Ports {
    /** The loaded modules, those that others require first: for what they declare to one another. */
    readonly modules: readonly Module[];
  }
}

/**
 * Whether an account may still act, by kind of caller. Asked before a queued operation is executed for it; a kind that
 * no module speaks for may.
 */
export type Accounts = Readonly<Partial<Record<CallerKind, (id: number, call: Call) => Promise<boolean> | boolean>>>;

/** A number of the running system, for example how many operations wait. */
export interface Gauge {
  /** Prometheus name, for example `tessera_open_operations`. */
  readonly name: string;
  readonly help: string;
  readonly read: (call: Call) => Promise<number> | number;
}

/** Work that is done again and again in the background, by one process at a time. */
export interface BackgroundJob {
  readonly name: string;
  readonly everySeconds: number;
  readonly run: (call: Call) => Promise<void>;
}

/** An integration declared in a file: appears with type *config*, cannot be edited (behaviour D19). */
export interface DeclaredIntegration {
  readonly name: string;
  readonly email: string;
  readonly endpoint?: string;
  readonly identityLinkUrl?: string;
  /** Parents are added. */
  readonly resources: readonly string[];
}

/** Declares a module. */
export const defineModule = <M extends Module>(module: M): M => Object.freeze(module);

/** The modules with every one after those it requires. Throws on a missing module, a duplicate name or a circle. */
export function orderModules(modules: readonly Module[]): readonly Module[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  if (byName.size !== modules.length) throw new Error('two modules have the same name');
  const ordered: Module[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string, from: string): void => {
    const module = byName.get(name);
    if (module === undefined) throw new Error(`module ${from} requires ${name}, which is not installed`);
    if (state.get(name) === 'done') return;
    if (state.get(name) === 'open') throw new Error(`modules require each other in a circle at ${name}`);
    state.set(name, 'open');
    for (const required of module.requires ?? []) visit(required, name);
    state.set(name, 'done');
    ordered.push(module);
  };
  for (const module of modules) visit(module.name, module.name);
  return ordered;
}
