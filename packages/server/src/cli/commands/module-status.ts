import type { Command } from 'commander';
import { withApplication } from '../command.ts';

export function addModuleCommands(program: Command): void {
  withApplication(program.command('module:status').description('list the installed modules'), async ({ kernel }) =>
    kernel.modules.map((module) => ({
      module: module.name,
      routes: module.routes?.length ?? 0,
      settings: module.settings?.length ?? 0,
      requires: (module.requires ?? []).join(', '),
    })),
  );
}
