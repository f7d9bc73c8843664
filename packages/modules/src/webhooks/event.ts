import type { DataType, Ports } from '@tessera/webapi';

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

/** The events of all loaded modules. */
export const eventsOf = ({ modules }: Pick<Ports, 'modules'>): readonly EventDeclaration[] =>
  modules.flatMap((module) => module.events ?? []);

/** An event by its name, undefined where no loaded module declares it. */
export const eventNamed = (ports: Pick<Ports, 'modules'>, name: string): EventDeclaration | undefined =>
  eventsOf(ports).find((event) => event.name === name);

/** What the test button sends. Nobody subscribes to it. */
export const TEST_EVENT = 'webhook.test';
