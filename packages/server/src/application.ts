import { randomBytes, randomUUID } from 'node:crypto';
import {
  type DatabaseLocation,
  databaseProblem,
  migrate,
  migrationState,
  type OpenDatabase,
  openDatabase,
  type StatementObserver,
  snapshot,
} from '@tessera/database';
import {
  ACL_TREE,
  BulkWorker,
  bulkQueue,
  closePostOffice,
  countStatement,
  declaredSettings,
  flushActivity,
  isScope,
  metricsEnabled,
  metricsOf,
  settingsReader,
  storesSnapshot,
  synchronizeDeclaredIntegrations,
  WebhookWorker,
} from '@tessera/modules';
import {
  type Call,
  createAsyncProcessors,
  createKernel,
  createRest,
  createSchemaProcessors,
  createSoap,
  GUEST,
  type HttpRequest,
  type Kernel,
  type KernelPorts,
  type Log,
  type Module,
  type Observer,
  type Ports,
  type Setting,
  type SettingsReader,
  type StoreScope,
} from '@tessera/webapi';
import { adminPanelEndpoints } from './admin-panel/endpoints.ts';
import { panelScripts } from './admin-panel/scripts.ts';
import { adminPath, isPanelPath } from './admin-panel/settings.ts';
import type { ProcessMetrics } from './cluster/sum-metrics.ts';
import { createDispatcher } from './dispatch.ts';
import { essentialUrls } from './essential-urls.ts';
import type { Handler } from './host/http-host.ts';
import { type HostLoad, hostLoad } from './host/load-gauge.ts';
import { installedModules } from './installed-modules.ts';
import { isInUse } from './keys/in-use.ts';
import { MasterKeys } from './keys/master-keys.ts';
import { accessLog } from './logging/access-log.ts';
import type { RequestLog } from './logging/log.ts';
import { withRequestId } from './logging/request-scope.ts';
import { shownPath } from './logging/shown-path.ts';
import type { Telemetry } from './tracing/telemetry.ts';

export interface ApplicationOptions {
  readonly database: DatabaseLocation;
  readonly varFolder: string;
  /** The master keys, or what gives them, told whether anybody has used the installation. */
  readonly keys: readonly Buffer[] | ((inUse: boolean) => readonly Buffer[]);
  /** Reads the keys again, after another process has added one. */
  readonly reloadKeys?: () => readonly Buffer[];
  readonly basePath: string;
  /** Modules beside the built-in ones. */
  readonly modules?: readonly Module[];
  /** Callbacks and webhooks may go to private addresses, whatever the setting says. */
  readonly allowPrivateAddresses?: boolean;
  readonly now?: () => number;
  readonly log: Log;
  /** Hear of every answered request beside the modules' observers. */
  readonly observers?: readonly Observer[];
  /** Writes a line for every answered request. */
  readonly logRequest?: RequestLog;
  /** Traces requests, statements and outgoing calls; absent where nobody collects traces. */
  readonly telemetry?: Telemetry | null;
  /** The metrics of all processes that share the port; absent where this one is alone. */
  readonly clusterMetrics?: () => Promise<string>;
}

/** A running application without its sockets. */
export interface Application {
  readonly handle: Handler;
  /** Answers nothing but health and metrics, for a process that does not serve. */
  readonly handleWatch: Handler;
  readonly kernel: Kernel;
  readonly database: OpenDatabase;
  /** The context of what nobody asked for by HTTP, in the admin scope; statements of a command may take long. */
  readonly internalCall: (binding?: Call['binding']) => Call;
  /** The context of a background job: its statements may take long. */
  readonly jobCall: () => Call;
  readonly settings: ReadonlyMap<string, Setting>;
  /** Works off queued operations once it is started. */
  readonly bulkWorker: BulkWorker;
  /** Delivers webhooks once it is started. */
  readonly webhookWorker: WebhookWorker;
  /** From now on `/health/ready` answers 503; everything else is still served. */
  readonly drain: () => void;
  readonly log: Log;
  /** Whether a URL is answered even while the process is overloaded. */
  readonly isEssential: (url: string) => boolean;
  /** Filled in by the host, shown by the metrics. */
  readonly hostLoad: HostLoad;
  /** What this process has counted, to be summed up with others'. */
  readonly metrics: () => Promise<ProcessMetrics>;
  /** Makes every process read the master keys again. */
  readonly keysChanged: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A schema that a newer version of Tessera has written: serving it could lose data. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
}

const ADMIN_SCOPE: StoreScope = { id: 0, code: 'admin', websiteId: 0, groupId: 0 };

/** What the modules declare, as far as it takes no database. */
interface Declared {
  readonly modules: readonly Module[];
  readonly settings: ReadonlyMap<string, Setting>;
  readonly scripts: ReturnType<typeof panelScripts>;
}
/** Who is told of every statement, once there is somebody. */
interface StatementListener {
  hear: StatementObserver;
}

/** Opens the database, brings the schema up to date and compiles the modules. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const modules = installedModules(options.modules ?? []);
  const declared: Declared = { modules, settings: declaredSettings(modules), scripts: panelScripts(modules) };
  const listener: StatementListener = { hear: () => {} };
  const database = await openDatabase(options.database, (sql, milliseconds, failed) =>
    listener.hear(sql, milliseconds, failed),
  );
  try {
    return await assemble(options, declared, database, listener);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function assemble(
  options: ApplicationOptions,
  { modules, settings, scripts }: Declared,
  database: OpenDatabase,
  listener: StatementListener,
): Promise<Application> {
  const now = options.now ?? Date.now;
  const { telemetry = null } = options;
  // First of the snapshots, so that no process sees what a key has encrypted before it has the key.
  const keysSnapshot = snapshot('master-keys', async () => masterKeys.reload());
  const state = await migrationState(database, modules);
  if (state.unknown.length > 0)
    throw new NewerSchemaError(`The database was written by a newer version of Tessera (${state.unknown.join(', ')}).`);
  await migrate(database, modules, now);
  const { keys } = options;
  const first = typeof keys === 'function' ? keys(await isInUse(database.unhurried, modules)) : keys;
  const masterKeys = new MasterKeys(first, options.reloadKeys, options.log);
  database.snapshots.declare([keysSnapshot, ...modules.flatMap((module) => module.snapshots ?? [])]);
  await database.snapshots.refresh();
  const { db } = database;
  const readers = new WeakMap<StoreScope, SettingsReader>();
  const readerFor = (store: StoreScope): SettingsReader => {
    let reader = readers.get(store);
    if (reader === undefined) readers.set(store, (reader = settingsReader(db, store, settings)));
    return reader;
  };
  const lent: Ports = {
    get acl() {
      return kernel.acl;
    },
    get kernel() {
      return kernel;
    },
    get keys() {
      return masterKeys.known;
    },
    log: options.log,
    wakeBulkWorker: () => bulkWorker.wake(),
    wakeWebhookWorker: () => webhookWorker.wake(),
    modules,
    varFolder: options.varFolder,
    isSettingScope: (scope, id) => isScope(db.snapshot(storesSnapshot), scope, id),
    lifecycle: {
      draining: false,
      get keysAreCurrent() {
        return masterKeys.areCurrent;
      },
    },
    hostLoad: hostLoad(),
    allowPrivateAddresses: options.allowPrivateAddresses === true,
    countsMetrics: readerFor(ADMIN_SCOPE).get(metricsEnabled),
    ...(telemetry === null ? {} : { tracing: telemetry }),
    ...(options.clusterMetrics === undefined ? {} : { clusterMetrics: options.clusterMetrics }),
    ...(database.connections === null ? {} : { databaseConnections: database.connections }),
  };
  listener.hear = (sql, milliseconds, failed) => {
    countStatement(lent, sql, milliseconds, failed);
    telemetry?.statement(sql, milliseconds, failed);
  };
  const stores = () => db.snapshot(storesSnapshot);

  const ports: KernelPorts = {
    basePath: options.basePath,
    storeByCode: (code) => stores().byCode.get(code) ?? null,
    defaultStore: () => stores().defaultStore,
    refresh: (receivedBy) => database.snapshots.refresh(receivedBy),
    openCall: (request: HttpRequest, store, binding) => ({
      caller: GUEST,
      store,
      binding,
      db,
      now,
      ports: lent,
      settings: readerFor(store),
      request,
      requestId: request.id ?? randomUUID(),
      remoteAddress: request.remoteAddress,
      userAgent: request.headers['user-agent'] ?? '',
      responseHeaders: {},
      baseUrl: `${request.scheme}://${request.host}${options.basePath}/`,
    }),
    translate: databaseProblem,
    reportFault: (fault, request) => {
      const report = `webapi-${randomBytes(7).toString('hex').slice(0, 13)}`;
      options.log.error(
        { err: fault, report, method: request.method, path: showPath(request.url) },
        'a request failed',
      );
      return report;
    },
    lent,
    observers: [
      ...(options.observers ?? []),
      ...(options.logRequest === undefined ? [] : [accessLog(options.logRequest, (url) => showPath(url))]),
      ...(telemetry === null ? [] : [telemetry.answered]),
    ],
  };
  const panelPath = readerFor(ADMIN_SCOPE).get(adminPath);
  // Not refused: whoever repairs the setting needs this to start.
  if (!isPanelPath(panelPath))
    options.log.error({ path: panelPath }, `the admin panel cannot stand there (${adminPath.path}), it is left out`);
  const kernel = createKernel(modules, ACL_TREE, ports);
  const endpoints = [
    ...modules.flatMap((module) => module.endpoints ?? []),
    ...adminPanelEndpoints(panelPath, options.basePath, scripts),
  ];
  const showPath = shownPath(
    [...kernel.routes, ...endpoints].map(({ path }) => path),
    (code) => ports.storeByCode(code) !== null,
  );
  const handle = createDispatcher(
    kernel,
    createRest(kernel, { ...createSchemaProcessors(kernel), ...createAsyncProcessors(kernel, bulkQueue) }),
    createSoap(kernel),
    endpoints,
  );
  const handleWatch = createDispatcher(
    kernel,
    null,
    null,
    endpoints.filter(({ essential }) => essential === true),
  );
  const internalCall: Application['internalCall'] = (binding = 'internal') => ({
    caller: GUEST,
    store: ADMIN_SCOPE,
    binding,
    db: binding === 'command' ? database.unhurried : db,
    now,
    ports: lent,
    settings: readerFor(ADMIN_SCOPE),
    request: null,
    requestId: randomUUID(),
    remoteAddress: '',
    userAgent: '',
    responseHeaders: {},
    baseUrl: '',
  });
  const bulkWorker = new BulkWorker({
    call: () => internalCall('bulk'),
    listen: database.listen,
    onError: (error) => options.log.error({ err: error }, 'a batch of queued operations failed'),
  });
  const webhookWorker = new WebhookWorker({
    call: () => internalCall(),
    listen: database.listen,
    onError: (error) => options.log.error({ err: error }, 'webhooks could not be delivered'),
  });
  await announceDeclaredIntegrations(internalCall(), modules, options.log);
  return {
    kernel,
    database,
    settings,
    handle: withRequestId(telemetry === null ? handle : telemetry.around(handle)),
    handleWatch: withRequestId(handleWatch),
    metrics: () => metricsOf(lent).registry.getMetricsAsJSON(),
    internalCall,
    jobCall: () => ({ ...internalCall(), db: database.unhurried }),
    isEssential: essentialUrls(endpoints, options.basePath),
    hostLoad: lent.hostLoad,
    bulkWorker,
    log: options.log,
    keysChanged: () => db.touch(keysSnapshot),
    webhookWorker,
    drain: () => {
      lent.lifecycle.draining = true;
    },
    close: async () => {
      await bulkWorker.stop();
      await webhookWorker.stop();
      await flushActivity(internalCall());
      await closePostOffice(lent);
      await database.close();
      await telemetry?.close();
    },
  };
}

/** Brings declared integrations in line, and says in the log what an operator has to know of it. */
async function announceDeclaredIntegrations(call: Call, modules: readonly Module[], log: Log): Promise<void> {
  const { reset, conflicts } = await synchronizeDeclaredIntegrations(call, modules);
  if (reset.length > 0) log.info({ reset }, 'declared integrations were reset, since their declarations have changed');
  if (conflicts.length > 0)
    log.error({ conflicts }, 'modules declare integrations under names that others have; these were left alone');
}
