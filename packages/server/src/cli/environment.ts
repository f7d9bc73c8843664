import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseLocation } from '@tessera/database';
import { type Application, createApplication } from '../application.ts';
import { loadKeys } from '../keys.ts';
import { logFromEnvironment } from '../logging/from-environment.ts';
import { telemetryFromEnvironment } from '../tracing/from-environment.ts';
import type { Telemetry } from '../tracing/telemetry.ts';
import { environmentModules, loadModules } from './load-modules.ts';

export interface EnvironmentOptions {
  readonly basePath?: string;
  /** Files of modules beside those of `TESSERA_MODULES`. */
  readonly modules?: readonly string[];
  /** As `TESSERA_ALLOW_PRIVATE_ADDRESSES=1`. */
  readonly allowPrivateAddresses?: boolean;
  /** Sends traces where the environment names a collector: for processes that serve or work, not for commands. */
  readonly traced?: boolean;
  readonly clusterMetrics?: () => Promise<string>;
}

/** Whether the environment lets callbacks and webhooks go to private addresses. */
export const environmentAllowsPrivateAddresses = (): boolean => process.env['TESSERA_ALLOW_PRIVATE_ADDRESSES'] === '1';

/** The folder of this installation, made where missing. @throws the system's error where it cannot be written */
export function varFolder(): string {
  const folder = resolve(process.env['TESSERA_VAR'] ?? 'var');
  mkdirSync(folder, { recursive: true });
  accessSync(folder, constants.W_OK);
  return folder;
}

/** What every command needs: the folder, the keys and the database that the environment names. */
export async function openApplication({
  basePath = '',
  modules = [],
  allowPrivateAddresses = false,
  traced = false,
  clusterMetrics,
}: EnvironmentOptions = {}): Promise<Application> {
  const folder = varFolder();
  const database = databaseLocation(folder);
  let telemetry: Telemetry | null = null;
  const { log, logRequest } = logFromEnvironment(process.env, () => telemetry?.logContext() ?? {});
  if (traced) telemetry = await telemetryFromEnvironment(process.env, database.dialect, log);
  return createApplication({
    database,
    varFolder: folder,
    basePath,
    modules: await loadModules([...environmentModules(), ...modules]),
    keys: loadKeys(folder, process.env['TESSERA_KEY']),
    reloadKeys: () => loadKeys(folder, process.env['TESSERA_KEY']),
    allowPrivateAddresses: allowPrivateAddresses || environmentAllowsPrivateAddresses(),
    log,
    logRequest,
    telemetry,
    ...(clusterMetrics === undefined ? {} : { clusterMetrics }),
  });
}

/** `DATABASE_URL` for PostgreSQL, else a SQLite file in the var folder. @throws Error for another kind of URL */
export function databaseLocation(folder: string): DatabaseLocation {
  const url = process.env['DATABASE_URL'];
  if (url === undefined || url === '') return { dialect: 'sqlite', file: resolve(folder, 'tessera.sqlite') };
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('DATABASE_URL must begin with postgres:// or postgresql://');
  return { dialect: 'postgres', url };
}

/** A path such as `/magento` from whatever the user wrote; empty for none. */
export const normalBasePath = (text: string): string => {
  const trimmed = text.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
};
