import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseLocation } from '@tessera/database';
import { pino } from 'pino';
import { type Application, createApplication } from '../application.ts';
import { loadKeys } from '../keys.ts';

export interface EnvironmentOptions {
  readonly basePath?: string;
}

/** What every command needs: the folder, the keys and the database that the environment names. */
export async function openApplication({ basePath = '' }: EnvironmentOptions = {}): Promise<Application> {
  const varFolder = resolve(process.env['TESSERA_VAR'] ?? 'var');
  mkdirSync(varFolder, { recursive: true });
  accessSync(varFolder, constants.W_OK);
  return createApplication({
    database: databaseLocation(varFolder),
    varFolder,
    basePath,
    keys: loadKeys(varFolder, process.env['TESSERA_KEY']),
    log: pino({ level: process.env['TESSERA_LOG_LEVEL'] ?? 'warn' }, pino.destination(2)),
  });
}

/** `DATABASE_URL` for PostgreSQL, else a SQLite file in the var folder. @throws Error for another kind of URL */
export function databaseLocation(varFolder: string): DatabaseLocation {
  const url = process.env['DATABASE_URL'];
  if (url === undefined || url === '') return { dialect: 'sqlite', file: resolve(varFolder, 'tessera.sqlite') };
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('DATABASE_URL must begin with postgres:// or postgresql://');
  return { dialect: 'postgres', url };
}

/** A path such as `/magento` from whatever the user wrote; empty for none. */
export const normalBasePath = (text: string): string => {
  const trimmed = text.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
};
