import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ACL_TREE, builtInModules } from '@tessera/modules';
import { createKernel, writeSchemaDocuments } from '@tessera/webapi';
const kernel = createKernel([...builtInModules], ACL_TREE, { basePath: '' } as any);
let size = 0;
for (const [name, text] of writeSchemaDocuments(kernel)) { const f = `/tmp/docs-schema/${name}`; mkdirSync(dirname(f), { recursive: true }); writeFileSync(f, text); size += text.length; }
console.log('bytes', size);
