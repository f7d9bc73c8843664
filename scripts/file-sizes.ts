// No source file is over 400 lines; tables of data excepted.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT = 400;

export function oversizedFiles(root: string): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '*.ts', '*.tsx', '*.js', '*.mjs'], { cwd: root, encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((file) => file !== '' && !/(^|\/)(data|generated|fixtures)\//.test(file))
    .flatMap((file) => {
      let lines = 0;
      try {
        lines = readFileSync(join(root, file), 'utf8').split('\n').length;
      } catch {
        return [];
      }
      return lines > LIMIT ? [`${file}: ${lines} lines`] : [];
    });
}
