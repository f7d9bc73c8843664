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
import { ModuleError, shownValue } from './module-error.ts';
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

/** Declares a module; the compiler refuses what no package knows by that name. */
export const defineModule = <M extends Module>(module: M & Record<Exclude<keyof M, keyof Module>, never>): M =>
  Object.freeze(module);

/** Of Magento's modules; a slash would part it from the names of its migrations. */
const NAME = /^\w+$/;

/**
 * The modules with every one after those it requires.
 * @throws ModuleError for a name that is missing or there twice, for one that is required and not there, and for a circle
 */
export function orderModules(modules: readonly Module[]): readonly Module[] {
  const byName = new Map<string, Module>();
  for (const module of modules) {
    checkManifest(module);
    if (byName.has(module.name))
      throw new ModuleError(module.name, 'there are two modules of this name; give one of them another.');
    byName.set(module.name, module);
  }
  const ordered: Module[] = [];
  const done = new Set<Module>();
  const visit = (module: Module, way: readonly string[]): void => {
    if (done.has(module)) return;
    const { name, requires = [] } = module;
    if (way.includes(name))
      throw new ModuleError(
        name,
        `it requires itself (${[...way.slice(way.indexOf(name)), name].join(' → ')}); take out one of these "requires".`,
      );
    for (const required of requires) {
      const other = byName.get(required);
      if (other === undefined)
        throw new ModuleError(
          name,
          `it requires ${shownValue(required)}, which is not installed; load that as well, or look at how it is spelt.`,
        );
      visit(other, [...way, name]);
    }
    done.add(module);
    ordered.push(module);
  };
  for (const module of modules) visit(module, []);
  return ordered;
}

function checkManifest({ name, requires = [] }: Module): void {
  if (typeof name !== 'string' || !NAME.test(name))
    throw new ModuleError(
      'A module',
      `its name ${shownValue(name)} cannot be one; write Vendor_Name, in letters, digits and underscores.`,
    );
  if (!Array.isArray(requires))
    throw new ModuleError(name, `"requires" is ${shownValue(requires)}; write a list of names, [ … ].`);
}
