import type { Command } from 'commander';
import { panelScripts } from '../../admin-panel/scripts.ts';
import { installedModules } from '../../installed-modules.ts';
import { examine } from '../../operations/doctor.ts';
import type { Finding } from '../../operations/finding.ts';
import { databaseLocation, varFolderPath } from '../environment.ts';
import { environmentModules, loadModules } from '../load-modules.ts';
import { print } from '../output.ts';

const MARKS: Readonly<Record<Finding['state'], string>> = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' };

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look through the installation and say what is wrong; exit code 1 where something is')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const modules = installedModules(await loadModules(environmentModules()));
      panelScripts(modules);
      const folder = varFolderPath();
      const findings = await examine({
        folder,
        location: databaseLocation(folder),
        environmentKeys: process.env['TESSERA_KEY'],
        modules,
        now: Date.now,
      });
      if (json === true) print(findings, true);
      else
        for (const { state, check, message } of findings)
          process.stdout.write(`${MARKS[state]} ${check.padEnd(10)} ${message}\n`);
      if (findings.some(({ state }) => state === 'problem')) process.exitCode = 1;
    });
}
