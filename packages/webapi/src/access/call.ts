import type { HttpRequest } from '../http/message.ts';
import type { SettingsReader } from '../settings/setting.ts';
import type { AclNode } from './acl-tree.ts';
import type { Caller } from './caller.ts';

/** The store view in which a call runs; `all` (id 0) is the admin scope. */
export interface StoreScope {
  readonly id: number;
  readonly code: string;
  readonly websiteId: number;
  readonly groupId: number;
}

/** The log of the installation. Entries hold no secrets, tokens or passwords. */
export interface Log {
  readonly error: (entry: object, message: string) => void;
  readonly info: (entry: object, message: string) => void;
}

/**
 * Effects that the composition root lends to services: keys, mail, outgoing HTTP. Open for declaration merging by the
 * package or module that defines the effect.
 */
export interface Ports {
  /** The ACL tree with the nodes of all loaded modules. */
  readonly acl: readonly AclNode[];
  /** Master keys, the oldest first; the last one signs and encrypts, all are accepted for reading. */
  readonly keys: readonly Buffer[];
  readonly log: Log;
  /** Folder for files of this installation (mail outbox, backups). */
  readonly varFolder: string;
  /**
   * `draining` is set when the server is shutting down: it finishes what it has and takes nothing new. `keysAreCurrent`
   * is false while a master key may be in use that this process could not read.
   */
  readonly lifecycle: { draining: boolean; readonly keysAreCurrent: boolean };
}

/**
 * The context of one call, handed to every operation as its second argument. Packages that own an effect add their
 * door by declaration merging (`@tessera/database` adds `db`), so the kernel itself knows nothing of storage.
 */
export interface Call {
  readonly caller: Caller;
  readonly store: StoreScope;
  /** Settings as they stand for this call's store. */
  readonly settings: SettingsReader;
  /** Milliseconds since the epoch: the only clock that services read. */
  readonly now: () => number;
  readonly requestId: string;
  /** Address of the client, as far as trusted proxies tell. */
  readonly remoteAddress: string;
  /** The HTTP request that brought the call; null for commands, background jobs and queued operations. */
  readonly request: HttpRequest | null;
  /** What the client says it is; empty where it says nothing. */
  readonly userAgent: string;
  /** How the call came in. */
  readonly binding: 'rest' | 'soap' | 'bulk' | 'aggregate' | 'command' | 'internal';
  /** Effects of this process that services may use. */
  readonly ports: Ports;
  /** Further headers of the answer, for example rate limit headers; a service or guard may add to them. */
  readonly responseHeaders: Record<string, string>;
  /** Base URL as the client sees it, with a trailing slash, for links and `store_base_url`. */
  readonly baseUrl: string;
}

/** The same call under another identity, binding or transaction. */
export const callAs = (call: Call, changes: Partial<Call>): Call => Object.assign(Object.create(call) as Call, changes);
