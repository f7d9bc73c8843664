import type { Command } from 'commander';
import type { Application } from '../application.ts';
import { openApplication } from './environment.ts';
import { print, readable } from './output.ts';

interface OutputOptions {
  json?: boolean;
}

/**
 * Gives a command `--json`, an open application, and the printing of what it returns.
 * @param run gets the application, the options and the arguments; its result is printed unless undefined
 * @param text how a person is shown the result; see `readable`
 */
export function withApplication<O extends object>(
  command: Command,
  run: (application: Application, options: O, args: readonly string[]) => Promise<unknown>,
  text: (result: unknown) => string = readable,
): Command {
  return command.option('--json', 'print JSON').action(async () => {
    const application = await openApplication();
    try {
      const { json, ...options } = command.opts<O & OutputOptions>();
      const result = await run(application, options as unknown as O, command.args);
      if (result !== undefined) print(result, json === true, text);
    } finally {
      await application.close();
    }
  });
}
