// Programs of other languages that tests run where the machine has them.
import { spawnSync } from 'node:child_process';

/** Debian's Python modules belong to Debian's Python, which need not be the first on the path. */
const COMMANDS = {
  php: ['php'],
  python: ['python3', '/usr/bin/python3'],
  perl: ['perl'],
  ruby: ['ruby'],
} as const;

/**
 * The command that runs a language with what a test needs of it.
 * @param probe arguments with which the program ends with status 0 where everything is there
 * @returns null where the machine has no such program
 */
export function commandOf(language: keyof typeof COMMANDS, probe: readonly string[]): string | null {
  return (
    COMMANDS[language].find(
      (command) => spawnSync(command, probe, { stdio: 'ignore', timeout: 10_000 }).status === 0,
    ) ?? null
  );
}
