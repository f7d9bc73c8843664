export * from './application.ts';
export { callWebApi } from './cli/web-api.ts';
export * from './dispatch.ts';
export * from './host/client-address.ts';
export * from './host/http-host.ts';
export * from './keys/key-file.ts';
