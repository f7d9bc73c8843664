import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeSegment, readTarget } from './request-target.ts';

const stores = new Set(['default', 'all', 'fr', 'schema_fr']);
const read = (url: string, basePath = '') => readTarget(url, { basePath, storeExists: (code) => stores.has(code) });

describe('REST targets', () => {
  type Expected = [kind: string, store: string | null, path: string];
  const cases: [url: string, expected: Expected][] = [
    ['/rest/V1/customers/1', ['sync', null, '/V1/customers/1']],
    ['/rest/default/V1/customers/1?fields=id', ['sync', 'default', '/V1/customers/1']],
    ['/rest/all/V1/customers/1', ['sync', 'all', '/V1/customers/1']],
    ['/rest/V0/customers/1', ['sync', null, '/V0/customers/1']],
    ['/rest/V1x/customers/1', ['sync', null, '/V1x/customers/1']],
    ['/rest/V2/customers/1', ['sync', null, '/V2/customers/1']],
    ['/rest/V1', ['sync', null, '/V1']],
    ['/rest/V1/', ['sync', null, '/V1']],
    ['/rest/default/V1', ['sync', 'default', '/V1']],
    ['/rest/V1/default/customers/1', ['sync', null, '/V1/default/customers/1']],
    ['/rest/V1/customers/1/', ['sync', null, '/V1/customers/1']],
    ['/rest/V1/customers/1//?fields=id', ['sync', null, '/V1/customers/1']],
    ['/rest/V1/customers//1', ['sync', null, '/V1/customers//1']],
    ['//rest/V1/customers/1', ['sync', null, '/V1/customers/1']],
    ['/index.php/rest/V1/customers/1', ['sync', null, '/V1/customers/1']],
    ['//index.php//rest/default/V1/customers/1', ['sync', 'default', '/V1/customers/1']],
    ['/rest/V1/customers/../customers/1', ['sync', null, '/V1/customers/../customers/1']],
    ['/rest/V1/customers%2F1', ['sync', null, '/V1/customers%2F1']],
    ['http://shop.example/rest/V1/modules?a=1', ['sync', null, '/V1/modules']],
    ['/rest', ['none', null, '']],
    ['/rest/', ['none', null, '']],
    ['/rest/default', ['none', 'default', '']],
    ['/rest/customers/1', ['none', null, '/customers/1']],
    ['/rest/v1/customers/1', ['none', null, '/v1/customers/1']],
    ['/rest/badstore/V1/nope', ['none', null, '/badstore/V1/nope']],
    ['/rest/DEFAULT/V1/customers/1', ['none', null, '/DEFAULT/V1/customers/1']],
    ['/rest/default/default/V1/customers/1', ['none', 'default', '/default/V1/customers/1']],
    ['/rest//V1/customers/1', ['sync', null, '//V1/customers/1']],
    ['/rest/%64efault/V1/customers/1', ['none', null, '/%64efault/V1/customers/1']],
    ['/rest/schema?services=all', ['schema', null, '/schema']],
    ['/rest/default/schema?services=all', ['schema', 'default', '/schema']],
    ['/rest/schema_fr/V1/modules', ['sync', 'schema_fr', '/V1/modules']],
    ['/rest/all/async/schema', ['async-schema', 'all', '/schema']],
    ['/rest/default/openapi?services=all', ['openapi', 'default', '/openapi']],
    ['/rest/async/bulk/openapi', ['async-openapi', null, '/bulk/openapi']],
    ['/rest/async/V1/customers', ['async', null, '/V1/customers']],
    ['/rest/all/async/V1/customers', ['async', 'all', '/V1/customers']],
    ['/rest/async/bulk/V1/customers/byId', ['async-bulk', null, '/V1/customers/byId']],
    ['/rest/all/async/bulk/V1/customers', ['async-bulk', 'all', '/V1/customers']],
    ['/rest/async/customers', ['none', null, '/async/customers']],
    ['/rest/async', ['none', null, '/async']],
    ['/rest/async/bulk', ['none', null, '/async/bulk']],
  ];
  for (const [url, [kind, store, path]] of cases) {
    it(url, () => {
      const target = read(url);
      assert.deepEqual([target.area, target.kind, target.store, target.path], ['rest', kind, store, path]);
    });
  }

  const segments: [url: string, expected: string[]][] = [
    ['/rest/V1/customers/%31', ['V1', 'customers', '1']],
    ['/rest/V1/customers/%2531', ['V1', 'customers', '%31']],
    ['/rest/V1/customers%2F1', ['V1', 'customers/1']],
    ['/rest/V1/customers/+1', ['V1', 'customers', ' 1']],
    ['/rest/V1/customers/%201', ['V1', 'customers', ' 1']],
    ['/rest/V1/customers/1;a=b', ['V1', 'customers', '1;a=b']],
    ['/rest/V1/customers/1%23x', ['V1', 'customers', '1#x']],
    ['/rest/V1/customers//1', ['V1', 'customers', '', '1']],
    ['/rest/V1/products/a%2Fb%20c', ['V1', 'products', 'a/b c']],
    ['/rest/V1/customers/%F0%9F%98%80', ['V1', 'customers', '😀']],
    ['/rest/', []],
  ];
  for (const [url, expected] of segments)
    it(`segments of ${url}`, () => assert.deepEqual(read(url).segments, expected));

  it('keeps path and query as sent, for signatures', () => {
    const target = read('/index.php/rest/V1/customers/%31/?a=1&b=%2B?');
    assert.equal(target.rawPath, '/index.php/rest/V1/customers/%31/');
    assert.equal(target.rawQuery, 'a=1&b=%2B?');
    assert.equal(read('/rest/V1/modules').rawQuery, '');
    assert.equal(read('/rest/V1/modules?').rawQuery, '');
  });
});

describe('a base path', () => {
  const cases: [url: string, base: string, area: string, path: string][] = [
    ['/magento/rest/V1/modules', '/magento', 'rest', '/V1/modules'],
    ['/magento/index.php/rest/V1/modules', '/magento/', 'rest', '/V1/modules'],
    ['//magento/rest/V1/modules', '/magento', 'rest', '/V1/modules'],
    ['/rest/V1/modules', '/', 'rest', '/V1/modules'],
    ['/rest/V1/modules', '/magento', 'other', '/rest/V1/modules'],
    ['/magentorest/V1/modules', '/magento', 'other', '/magentorest/V1/modules'],
    ['/magento', '/magento', 'other', ''],
    ['/shop/eu/soap/default?wsdl&services=x', '/shop/eu', 'soap', ''],
  ];
  for (const [url, base, area, path] of cases) {
    it(`${url} below ${base}`, () => {
      const target = read(url, base);
      assert.deepEqual([target.area, target.path], [area, path]);
    });
  }
});

describe('other areas', () => {
  it('knows SOAP with and without a store', () => {
    assert.deepEqual([read('/soap/default?wsdl').area, read('/soap/default?wsdl').store], ['soap', 'default']);
    assert.deepEqual([read('/soap?wsdl').area, read('/soap?wsdl').store], ['soap', null]);
    assert.equal(read('/soap/nope').path, '/nope');
  });

  it('leaves the rest to the host', () => {
    for (const url of [
      '/',
      '',
      '*',
      '/restful/V1',
      '/REST/V1/modules',
      '/customer/ajax/login',
      'https://shop.example',
    ]) {
      assert.equal(read(url).area, 'other', url);
    }
    assert.deepEqual(read('/index.php/oauth/token/request').segments, ['oauth', 'token', 'request']);
  });
});

it('decodeSegment decodes once, by form rules', () => {
  assert.equal(decodeSegment('%2531+%2B'), '%31 +');
});

it('no target is too odd to be read', () => {
  const piece = fc.constantFrom(
    '/',
    '//',
    'rest',
    'V1',
    'async',
    'bulk',
    'schema',
    'default',
    '%',
    '%2F',
    '?',
    '..',
    'index.php',
    '__proto__',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((parts) => parts.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (url) => {
        const target = read(url);
        assert.equal(target.path.endsWith('/'), false);
        assert.ok(url.includes(target.rawPath) || target.rawPath === '/');
      },
    ),
    { numRuns: 300 },
  );
});
