// `npm run sbom`: the software bill of materials of what is shipped, CycloneDX in JSON, in sbom.cdx.json. The same
// lockfile gives the same file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedPackages } from './shipped-packages.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const SBOM = 'sbom.cdx.json';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
}
interface Bom {
  serialNumber: string;
  metadata: { timestamp?: string; tools?: unknown; component: { 'bom-ref': string; name: string } };
  components: readonly Component[];
  dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** `node_modules/a/node_modules/@b/c` in version 1.2.3 → `@b/c@1.2.3`, as the bill refers to it. */
const refOf = ([path, { version }]: [string, { readonly version?: string }]): string =>
  `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`;

/** `--omit=dev` leaves out what is needed at run time too, where the tests need it as well. */
function shippedOnly(bom: Bom): void {
  const shipped = new Set([...shippedPackages(root)].map(refOf));
  bom.components = bom.components.filter((component) => shipped.has(component['bom-ref']));
  const refs = new Set([bom.metadata.component['bom-ref'], ...bom.components.map((component) => component['bom-ref'])]);
  bom.dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((needed) => refs.has(needed)) }));
}

/** What npm makes of the lockfile, without what differs from one run, folder or version of npm to the next. */
export function billOfMaterials(): Bom {
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  if (status !== 0) throw new Error(stderr);
  const bom = JSON.parse(stdout) as Bom;
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };
  bom.metadata.component.name = name;
  delete bom.metadata.timestamp;
  delete bom.metadata.tools;
  shippedOnly(bom);
  bom.serialNumber = serialOf(JSON.stringify(bom.components));
  return bom;
}

/** A serial number that the contents give: a UUID of the version for that (RFC 9562, section 5.8). */
function serialOf(contents: string): string {
  const hex = createHash('sha256').update(contents).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bom = billOfMaterials();
  writeFileSync(join(root, SBOM), `${JSON.stringify(bom, null, 2)}\n`);
  console.log(`${SBOM}: ${bom.components.length} components`);
}
