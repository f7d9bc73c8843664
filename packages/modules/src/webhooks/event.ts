import {
  createTypeCheck,
  type DataType,
  ModuleError,
  type Ports,
  refuseDoubles,
  requireGrantable,
} from '@tessera/webapi';

/** An event that a module tells of and integrations may subscribe to; declared in its manifest. */
export interface EventDeclaration {
  /** `object.happened`, for example `customer.created`. */
  readonly name: string;
  readonly description: string;
  /** What an integration has to be granted to hear of it: the resource that reading the object needs. */
  readonly resource: string;
  /** Type of the object. It is sent as REST would show it to the integration. */
  readonly data: DataType;
}

declare module '@tessera/webapi' {
  interface Module {
    /** Events that integrations may subscribe to as webhooks. */
    readonly events?: readonly EventDeclaration[];
  }
}

/** What the test button sends. Nobody subscribes to it. */
export const TEST_EVENT = 'webhook.test';

/** The events of all loaded modules. */
export const eventsOf = ({ modules }: Pick<Ports, 'modules'>): readonly EventDeclaration[] =>
  modules.flatMap((module) => module.events ?? []);

const byName = new WeakMap<Ports['modules'], ReadonlyMap<string, EventDeclaration>>();

/** An event by its name, undefined where no loaded module declares it. */
export function eventNamed(ports: Pick<Ports, 'modules'>, name: string): EventDeclaration | undefined {
  let events = byName.get(ports.modules);
  if (events === undefined)
    byName.set(ports.modules, (events = new Map(eventsOf(ports).map((event) => [event.name, event]))));
  return events.get(name);
}

/** @throws ModuleError where an event is declared twice, asks for what nobody can be granted, or is of no type */
export function checkEvents(modules: Ports['modules'], grantable: ReadonlySet<string>): void {
  const checkType = createTypeCheck(grantable);
  refuseDoubles(modules, 'event', ({ events = [] }) => events.map(({ name }) => name));
  for (const { name: module, events = [] } of modules)
    for (const { name, resource, data } of events) {
      if (name === TEST_EVENT)
        throw new ModuleError(module, `the event "${name}" is what tests send; name it otherwise.`);
      requireGrantable(module, `the event "${name}"`, resource, grantable);
      checkType(module, `the object of the event "${name}"`, data);
    }
}
