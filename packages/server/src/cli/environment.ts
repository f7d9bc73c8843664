import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseLocation } from '@tessera/database';
import { type Application, createApplication } from '../application.ts';
import { systemSentence } from '../explain.ts';
import { loadKeys, makeKey, readKeys } from '../keys/key-file.ts';
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

export interface OpenedApplication extends Application {
  /** Goes on with the log in the file that has its name now. */
  readonly reopenLog: () => void;
}

/** Whether the environment lets callbacks and webhooks go to private addresses. */
export const environmentAllowsPrivateAddresses = (): boolean => process.env['TESSERA_ALLOW_PRIVATE_ADDRESSES'] === '1';

/** Where the folder of this installation is, or would be. */
export const varFolderPath = (): string => resolve(process.env['TESSERA_VAR'] ?? 'var');

/**
 * The folder of this installation, made where missing, for its owner only.
 * @throws Error naming the folder where it cannot be written
 */
export function varFolder(): string {
  const folder = varFolderPath();
  try {
    makeFolder(folder, OWNER_ONLY);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Error(`The folder ${folder} (TESSERA_VAR) cannot be written: ${systemSentence(error)}`, { cause: error });
  }
  return folder;
}

const OWNER_ONLY = 0o700;

/** Step by step: Node's `recursive` never ends where a file system takes no folders, as below `/proc`. */
function makeFolder(folder: string, mode?: number): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new Error('It is not a folder.');
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** What every command needs: the folder, the keys and the database that the environment names. */
export async function openApplication({
  basePath = '',
  modules = [],
  allowPrivateAddresses = false,
  traced = false,
  clusterMetrics,
}: EnvironmentOptions = {}): Promise<OpenedApplication> {
  const folder = varFolder();
  const database = databaseLocation(folder);
  let telemetry: Telemetry | null = null;
  const { log, logRequest, reopen } = logFromEnvironment(process.env, () => telemetry?.logContext() ?? null);
  if (traced) telemetry = await telemetryFromEnvironment(process.env, database.dialect, log);
  const application = await createApplication({
    database,
    varFolder: folder,
    basePath,
    modules: await loadModules([...environmentModules(), ...modules]),
    keys: loadKeys(folder, process.env['TESSERA_KEY']) ?? ((inUse) => makeKey(folder, inUse)),
    reloadKeys: () => loadKeys(folder, process.env['TESSERA_KEY']) ?? readKeys(folder),
    allowPrivateAddresses: allowPrivateAddresses || environmentAllowsPrivateAddresses(),
    log,
    logRequest,
    telemetry,
    ...(clusterMetrics === undefined ? {} : { clusterMetrics }),
  });
  return { ...application, reopenLog: reopen };
}

const DEFAULT_DATABASE_SECONDS = 10;
const LONGEST_DATABASE_SECONDS = 3600;

/** How long a statement may wait for the database, in milliseconds; null for ever. @throws Error for what is no such time */
function databasePatience(): number | null {
  const text = process.env['TESSERA_DATABASE_TIMEOUT'] ?? '';
  const seconds = text === '' ? DEFAULT_DATABASE_SECONDS : Number(text);
  if (!(seconds >= 0 && seconds <= LONGEST_DATABASE_SECONDS))
    throw new Error(
      `TESSERA_DATABASE_TIMEOUT=${text} is not a number of seconds from 0 to ${LONGEST_DATABASE_SECONDS}`,
    );
  return seconds === 0 ? null : seconds * 1000;
}

/** `DATABASE_URL` for PostgreSQL, else a SQLite file in the var folder. @throws Error for another kind of URL */
export function databaseLocation(folder: string): DatabaseLocation {
  const url = process.env['DATABASE_URL'];
  const limit = databasePatience();
  if (url === undefined || url === '')
    return {
      dialect: 'sqlite',
      file: resolve(folder, 'tessera.sqlite'),
      lockMilliseconds: limit ?? Number.POSITIVE_INFINITY,
    };
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('DATABASE_URL must begin with postgres:// or postgresql://');
  return { dialect: 'postgres', url, ...(limit === null ? {} : { statementMilliseconds: limit }) };
}

/** A path such as `/magento` from whatever the user wrote; empty for none. */
export const normalBasePath = (text: string): string => {
  const trimmed = text.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
};
