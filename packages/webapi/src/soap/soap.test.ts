import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { XMLValidator } from 'fast-xml-parser';
import { bookShop, type Sent, toShop } from '../../test/book-shop.ts';
import type { HttpResponse } from '../http/message.ts';
import { createSoap } from './soap.ts';
import { readXml, type XmlElement } from './xml-reader.ts';

const REPOSITORY = 'acmeBooksBookRepositoryV1';
const URL = `/soap/default?services=${REPOSITORY}`;

function soapShop(basePath = '') {
  const shop = bookShop(basePath);
  const handle = createSoap(shop.kernel);
  const send = (url: string, sent: Sent = {}): Promise<HttpResponse> => handle(toShop(url, sent));
  const call = (body: string, sent: Sent = {}, url = URL): Promise<HttpResponse> =>
    send(url, { body: envelope(body), as: 'admin', ...sent });
  return { ...shop, send, call };
}

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:b="urn:b" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><env:Header/><env:Body>${body}</env:Body></env:Envelope>`;
const request = (operation: string, content: string): string =>
  `<b:${REPOSITORY}${operation}Request>${content}</b:${REPOSITORY}${operation}Request>`;

/** An element without its namespaces: text of a leaf, else its children by name. */
type Plain = string | { [name: string]: Plain | Plain[] };
function plain(element: XmlElement): Plain {
  if (element.children.length === 0) return element.text;
  const result: { [name: string]: Plain | Plain[] } = {};
  for (const child of element.children) {
    const before = result[child.name];
    const value = plain(child);
    result[child.name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return result;
}
const xmlOf = (response: HttpResponse): XmlElement => readXml(Buffer.from(response.body));
const bodyOf = (response: HttpResponse): Plain => {
  assert.equal(XMLValidator.validate(String(response.body)), true);
  return plain(xmlOf(response).children.find(({ name }) => name === 'Body') as XmlElement);
};
const faultOf = (response: HttpResponse) => {
  const { Fault } = bodyOf(response) as {
    Fault: { Code: { Value: string }; Reason: { Text: string }; Detail?: Plain };
  };
  return { code: Fault.Code.Value, text: Fault.Reason.Text, ...(Fault.Detail ? { detail: Fault.Detail } : {}) };
};

describe('calls', () => {
  it('answers the result in camelCase, with items in lists and nothing in empty ones', async () => {
    const response = await soapShop().call(request('GetById', '<bookId>1</bookId>'));
    assert.equal(response.status, 200);
    assert.equal(response.headers['content-type'], 'application/soap+xml; charset=utf-8');
    assert.deepEqual(bodyOf(response), {
      [`${REPOSITORY}GetByIdResponse`]: {
        result: {
          id: '1',
          title: 'Faust & <Co>',
          price: '12.5',
          inStock: 'true',
          authors: { item: { name: 'Goethe', pupils: { item: 'Eckermann' } } },
          keyWords: '',
          extensionAttributes: { shelf: 'A1', cost: '3' },
          customAttributes: { item: { attributeCode: 'binding', value: 'cloth' } },
        },
      },
    });
    const [operation] = xmlOf(response).children[0]?.children ?? [];
    assert.equal(operation?.namespace, `http://shop.example${URL}`);
  });

  it('reads nested objects, lists with and without items, null and CDATA', async () => {
    const shop = soapShop();
    const response = await shop.call(
      request(
        'Save',
        `<book><title><![CDATA[a < b]]> &amp; c&#x21;</title><price> 1.5 </price><inStock>true</inStock><mainAuthor xsi:nil="true"/>
         <authors><item><name>X</name></item></authors><keyWords>one</keyWords><keyWords>two</keyWords><secret_note>s</secret_note>
         <customAttributes><item><attributeCode>a</attributeCode><value><item>1</item><item>2</item></value></item></customAttributes>
         </book><comment/><unheard>of</unheard>`,
      ),
    );
    assert.equal(faultlessly(response), true);
    assert.deepEqual(shop.saved, {
      book: {
        title: 'a < b & c!',
        price: 1.5,
        in_stock: true,
        main_author: null,
        authors: [{ name: 'X' }],
        key_words: ['one', 'two'],
        secret_note: 's',
        custom_attributes: [{ attribute_code: 'a', value: ['1', '2'] }],
      },
      comment: '',
    });
  });

  it('reads search criteria', async () => {
    const filter = '<field>title</field><value>F%</value><conditionType>like</conditionType>';
    const response = await soapShop().call(
      request(
        'GetList',
        `<searchCriteria><filterGroups><item><filters><item>${filter}</item></filters></item></filterGroups><pageSize>5</pageSize></searchCriteria>`,
      ),
    );
    const { result } = (bodyOf(response) as Record<string, { result: Record<string, Plain> }>)[
      `${REPOSITORY}GetListResponse`
    ] as { result: Record<string, Plain> };
    assert.deepEqual(result['searchCriteria'], {
      filterGroups: { item: { filters: { item: { field: 'title', value: 'F%', conditionType: 'like' } } } },
      pageSize: '5',
    });
    assert.equal(result['totalCount'], '1');
  });

  it('answers an operation without a result with an empty element', async () => {
    const response = await soapShop().call(request('Reindex', '<full>0</full>'));
    assert.deepEqual(bodyOf(response), { [`${REPOSITORY}ReindexResponse`]: '' });
  });

  it('forces the parameters of the route', async () => {
    const shop = soapShop();
    const response = await shop.call(request('GetMine', '<bookId>999</bookId>'), { as: 'customer' });
    assert.match(String(response.body), /<id>1<\/id>/);
  });

  it('hides what the caller may not see', async () => {
    const response = await soapShop().call(request('GetById', '<bookId>1</bookId>'), { as: 'clerk' });
    assert.match(String(response.body), /<extensionAttributes><shelf>A1<\/shelf><\/extensionAttributes>/);
  });

  it('serves anonymous operations to everybody', async () => {
    const { send } = soapShop();
    const body = envelope('<acmeBooksBookInformationV1MottoRequest/>');
    const response = await send('/soap/all?services=acmeBooksBookInformationV1', { body });
    assert.match(String(response.body), /<result>Habent sua fata libelli<\/result>/);
  });
});

const faultlessly = (response: HttpResponse): boolean => !String(response.body).includes('Fault');

describe('faults on calls', () => {
  it('carry the template and its parameters, with status 200', async () => {
    const response = await soapShop().call(request('GetById', '<bookId>999</bookId>'));
    assert.equal(response.status, 200);
    assert.deepEqual(faultOf(response), {
      code: 'env:Sender',
      text: 'No such entity with %fieldName = %fieldValue',
      detail: {
        GenericFault: {
          Parameters: {
            GenericFaultParameter: [
              { key: 'fieldName', value: 'bookId' },
              { key: 'fieldValue', value: '999' },
            ],
          },
        },
      },
    });
    assert.match(String(response.body), /<env:Text xml:lang="en">/);
  });

  it('count parameters without names from 1', async () => {
    const { detail } = faultOf(await soapShop().call(request('GetById', '<bookId>14</bookId>')));
    assert.deepEqual(detail, {
      GenericFault: {
        Parameters: {
          GenericFaultParameter: [
            { key: '1', value: 'Faust' },
            { key: '2', value: '3' },
          ],
        },
      },
    });
  });

  it('name a missing argument', async () => {
    const { text, detail } = faultOf(await soapShop().call(request('Save', ''), { as: 'admin' }));
    assert.equal(text, '"%fieldName" is required. Enter and try again.');
    assert.deepEqual(detail, {
      GenericFault: { Parameters: { GenericFaultParameter: { key: 'fieldName', value: 'book' } } },
    });
  });

  it('say nothing of our own mistakes', async () => {
    const shop = soapShop();
    const fault = faultOf(await shop.call(request('GetById', '<bookId>13</bookId>')));
    assert.equal(fault.code, 'env:Receiver');
    assert.match(fault.text, /Report ID: webapi-0$/);
    assert.equal(shop.faults.length, 1);
  });

  it('name the services where the caller may do nothing, the resources where only this operation is closed', async () => {
    const { send, call } = soapShop();
    const body = envelope(request('GetById', '<bookId>1</bookId>'));
    const refused = faultOf(await send(URL, { body }));
    assert.match(JSON.stringify(refused), /isn't authorized.*"key":"resources","value":"acmeBooksBookRepositoryV1"/);
    const closed = faultOf(await call(request('DeleteById', '<bookId>1</bookId>'), { as: 'clerk' }));
    assert.match(JSON.stringify(closed), /"key":"resources","value":"Acme_Books::write"/);
  });

  it('name an operation that is not there', async () => {
    assert.deepEqual(faultOf(await soapShop().call('<b:nopeRequest/>')), {
      code: 'env:Sender',
      text: 'Operation "nope" not found.',
    });
  });

  for (const [what, body, text] of [
    [
      'a DOCTYPE',
      `<!DOCTYPE a [<!ENTITY x "y">]>${envelope('<b:x/>').slice(38)}`,
      'Invalid XML: Detected use of illegal DOCTYPE',
    ],
    ['an entity', envelope('<b:x>&x;</b:x>'), 'Invalid XML'],
    ['something unclosed', envelope('<b:x>'), 'Invalid XML'],
    ['no XML', '{"a":1}', 'Invalid XML'],
    ['nothing', '', 'Invalid XML'],
    ['an undeclared prefix', envelope('<c:x/>'), 'Invalid XML'],
    ['too many levels', envelope('<b:x>'.repeat(101) + '</b:x>'.repeat(101)), 'Invalid XML'],
    [
      'two operations',
      envelope('<b:x/><b:y/>'),
      'The request is not a SOAP 1.2 envelope with one operation in its body.',
    ],
    ['another document', '<a/>', 'The request is not a SOAP 1.2 envelope with one operation in its body.'],
    [
      'SOAP 1.1',
      envelope('<b:x/>').replace(
        'http://www.w3.org/2003/05/soap-envelope',
        'http://schemas.xmlsoap.org/soap/envelope/',
      ),
      'The envelope is one of SOAP 1.1; SOAP 1.2 is spoken here.',
    ],
  ] as const)
    it(`refuse ${what}`, async () => {
      const response = await soapShop().send(URL, { body, as: 'admin', method: 'POST' });
      assert.equal(response.status, 200);
      assert.equal(faultOf(response).text, text);
    });

  it('refuse more elements than anybody needs', async () => {
    const fault = faultOf(await soapShop().call(`<b:x>${'<a></a>'.repeat(200_001)}</b:x>`));
    assert.equal(fault.text, 'More than 200000 elements');
  });

  it('refuse other methods than POST', async () => {
    const { send } = soapShop();
    assert.equal((await send(URL, { as: 'admin' })).status, 405);
    assert.equal((await send('/soap/nowhere?wsdl', { as: 'admin' })).status, 400);
  });
});

describe('documents', () => {
  it('a WSDL offers what the caller may call', async () => {
    const { send } = soapShop();
    const operations = async (as: Sent['as']): Promise<string[]> => {
      const text = String(
        (await send(`/soap/default?wsdl&services=${REPOSITORY}`, as === undefined ? {} : { as })).body,
      );
      return [...text.matchAll(/soapAction="acmeBooksBookRepositoryV1(\w+)"/g)].map(([, name]) => name as string);
    };
    assert.deepEqual(await operations('admin'), ['GetById', 'Save', 'GetMine', 'GetList', 'DeleteById', 'Reindex']);
    assert.deepEqual(await operations('clerk'), ['GetById', 'GetList']);
    assert.deepEqual(await operations('customer'), ['GetMine']);
  });

  it('a WSDL carries the address that the client used, its services encoded', async () => {
    const { send } = soapShop('/shop');
    const services = `${REPOSITORY},acmeBooksBookInformationV1`;
    for (const host of ['a.example', 'b.example:8080']) {
      const response = await send(`/shop/soap/all?wsdl=1&services=${services}`, { as: 'admin', host });
      const address = `http://${host}/shop/soap/all?services=${REPOSITORY}%2CacmeBooksBookInformationV1`;
      assert.equal(response.headers['content-type'], 'text/xml; charset=utf-8');
      assert.ok(String(response.body).includes(`targetNamespace="${address}"`));
      assert.ok(String(response.body).includes(`<soap12:address location="${address}"/>`));
    }
  });

  it('faults on a WSDL have their own status', async () => {
    const { send } = soapShop();
    for (const [query, status, text] of [
      ['wsdl', 400, 'Incorrect format of request URI or Requested services are missing.'],
      ['wsdl&services=a-b', 400, 'Incorrect format of request URI or Requested services are missing.'],
      ['wsdl&services=nopeV1', 404, 'Requested service is not available: "nopeV1"'],
      [`wsdl&services=${REPOSITORY}&foo=1`, 400, 'Not allowed parameters: foo. Please use only wsdl and services.'],
    ] as const) {
      const response = await send(`/soap/default?${query}`, { as: 'admin' });
      assert.equal(response.status, status);
      assert.equal(response.headers['content-type'], 'text/xml; charset=utf-8');
      assert.equal(faultOf(response).text, text);
    }
    assert.equal((await send(`/soap/default?wsdl&services=${REPOSITORY}`)).status, 401);
  });

  it('the list names the services that the caller may use, as JSON or XML', async () => {
    const { send } = soapShop();
    const json = await send('/soap/default?wsdl_list=1');
    assert.deepEqual(JSON.parse(String(json.body)), {
      acmeBooksBookInformationV1: {
        wsdl_endpoint: 'http://shop.example/soap/default?wsdl&services=acmeBooksBookInformationV1',
      },
    });
    const xml = await send('/soap?wsdl_list', { as: 'clerk', headers: { accept: 'application/xml' } });
    assert.match(
      String(xml.body),
      /<acmeBooksBookRepositoryV1>\s*<wsdl_endpoint>http:\/\/shop\.example\/soap\/default\?wsdl&amp;/,
    );
  });
});
