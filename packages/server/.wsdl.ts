import { readFileSync } from 'node:fs';
import { ACL_TREE, builtInModules } from '@tessera/modules';
import { createKernel, writeSchemaDocuments } from '@tessera/webapi';
const { parseXml, findAll } = await import('/work/shared/conformance/lib/xml.mjs' as string);
const kernel = createKernel([...builtInModules], ACL_TREE, { basePath: '' } as any);
const t = performance.now(); const docs = writeSchemaDocuments(kernel); console.log('documents ms', performance.now() - t, docs.size);
const strip = (el: any): any => el.name.match(/^(annotation|documentation)$/) ? null : { n: el.name, a: Object.fromEntries(Object.entries(el.attrs).filter(([k]) => !k.startsWith('xmlns'))), k: el.kids.map(strip).filter(Boolean) };
const ref = strip(parseXml(readFileSync('/work/shared/contract/wsdl-customerCustomerRepositoryV1.xml', 'utf8').replaceAll('http://localhost/soap/default', 'http://localhost/soap/all')));
const got = strip(parseXml(docs.get('wsdl/customerCustomerRepositoryV1.wsdl')!));
let diffs = 0;
const key = (e: any) => `${e.n} ${e.a.name ?? e.a.message ?? e.a.soapAction ?? ''}`;
const cmp = (a: any, b: any, at: string): void => {
  for (const k of new Set([...Object.keys(a.a), ...Object.keys(b.a)])) if (a.a[k] !== b.a[k]) { diffs++; console.log(at, k, a.a[k], b.a[k]); }
  const top = a.n === 'schema' || a.n === 'definitions' || a.n === 'types';
  const bs = [...b.k];
  a.k.forEach((x: any, i: number) => { const j = top ? bs.findIndex((y: any) => y && key(y) === key(x)) : i; const y = bs[j]; if (!y || key(x) !== key(y)) { diffs++; console.log(at, 'missing', key(x), y && key(y)); } else { cmp(x, y, `${at}/${key(x)}`); bs[j] = null; } });
  for (const y of bs) if (y) { diffs++; console.log(at, 'extra', key(y)); }
};
cmp(ref, got, '');
console.log('diffs', diffs);
