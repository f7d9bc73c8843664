// Whether everything that is shipped may be shipped together with a work under Apache-2.0.
import { shippedPackages } from './shipped-packages.ts';

/** Permissive licences (SPDX): they ask for a notice at most. */
const COMPATIBLE: ReadonlySet<string> = new Set([
  ...['Apache-2.0', 'MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause'],
  ...['BlueOak-1.0.0', 'CC0-1.0', 'Unlicense', 'Python-2.0', 'Zlib'],
]);

/** Whether one of the choices of an SPDX expression is compatible; without parentheses inside of one another. */
export function isCompatible(expression: string): boolean {
  const choices = expression.replace(/^\(([^()]*)\)$/, '$1').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((id) => COMPATIBLE.has(id.trim())));
}

/** The packages that are shipped under no compatible licence. */
export const licenceProblems = (root: string): string[] =>
  [...shippedPackages(root)]
    .filter(([, { license }]) => license === undefined || !isCompatible(license))
    .map(([path, { version, license }]) => `${path} ${version}: ${license ?? 'no licence is named'}`);
