// Serves Vendure on SQLite with a fresh database: node vendure.mjs PORT FILE, from the folder that it is installed in.
import { bootstrap, DefaultLogger, LogLevel } from '@vendure/core';

const [port, database] = process.argv.slice(2);
await bootstrap({
  apiOptions: { port: Number(port), hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: ['bearer'],
    superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
  },
  dbConnectionOptions: { type: 'better-sqlite3', database, synchronize: true },
  paymentOptions: { paymentMethodHandlers: [] },
  logger: new DefaultLogger({ level: LogLevel.Error }),
});
console.log('listening');
