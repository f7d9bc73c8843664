import type { Command } from 'commander';
import { withApplication } from '../command.ts';
import { callWebApi } from '../web-api.ts';
import { wholeNumber } from '../whole-number.ts';

interface ScopeOptions {
  scope?: string;
  scopeId?: string;
}

const at = ({ scope, scopeId }: ScopeOptions): Record<string, unknown> => ({
  ...(scope === undefined ? {} : { scope }),
  ...(scopeId === undefined ? {} : { scopeId: wholeNumber('--scope-id', scopeId) }),
});

export function addConfigCommands(program: Command): void {
  withApplication<ScopeOptions>(
    program
      .command('config:set <path> <value>')
      .description('set a setting, effective for the next request')
      .option('--scope <scope>', 'default, websites or stores')
      .option('--scope-id <id>', 'id of the website or store view'),
    (application, options, [path, value]) =>
      callWebApi(application, 'PUT', '/V1/config', { path, value, ...at(options) }),
  );
  withApplication<ScopeOptions>(
    program
      .command('config:show [path]')
      .description('show one setting, or all with their values')
      .option('--scope <scope>', 'default, websites or stores')
      .option('--scope-id <id>', 'id of the website or store view'),
    async (application, options, [path]) => {
      if (path !== undefined) return callWebApi(application, 'GET', '/V1/config', { path, ...at(options) });
      const reader = application.internalCall().settings;
      return [...application.settings.values()].map((setting) => ({
        path: setting.path,
        value: setting.type === 'secret' ? '******' : reader.text(setting.path),
        default: setting.default,
      }));
    },
  );
}
