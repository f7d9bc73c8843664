import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withApplication } from '../application.ts';
import { createCustomer, firstAdminToken, requestCustomerToken, tokenOf } from '../people.ts';

const PUBLIC = 50_000;
const OTHERS = 200_000;
const BULK = 2_000_000;

const inJson = (count: number): string => `{"customer":{"addresses":[${'1,'.repeat(count - 1)}1]}}`;
const inXml = (count: number): string =>
  `<r><customer><addresses>${'<item/>'.repeat(count)}</addresses></customer></r>`;
const inSoap = (count: number): string =>
  `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><customerCustomerRepositoryV1GetListRequest>${inXml(count)}</customerCustomerRepositoryV1GetListRequest></e:Body></e:Envelope>`;
const SOAP = '/soap/default?services=customerCustomerRepositoryV1';

test('a body of many small values is refused by every binding, sooner for guests and customers', () =>
  withApplication(async (context) => {
    const admin = await firstAdminToken(context);
    await createCustomer(context, 'eve@example.com');
    const customer = tokenOf(await requestCustomerToken(context, 'eve@example.com'));
    const send = async (url: string, type: string, body: string, bearer?: string): Promise<string> =>
      (
        await context.send({
          method: 'POST',
          url,
          headers: { 'content-type': type },
          body,
          ...(bearer === undefined ? {} : { bearer }),
        })
      ).text;
    for (const url of ['/rest/V1/customers', '/rest/async/V1/customers', '/rest/async/bulk/V1/customers']) {
      for (const bearer of [undefined, customer]) {
        assert.match(await send(url, 'application/json', inJson(PUBLIC + 1), bearer), /More than 50000 values/, url);
        assert.match(await send(url, 'application/xml', inXml(PUBLIC + 1), bearer), /More than 50000 elements/, url);
        assert.doesNotMatch(await send(url, 'application/json', inJson(PUBLIC - 100), bearer), /More than/, url);
      }
      assert.doesNotMatch(await send(url, 'application/json', inJson(PUBLIC + 1), admin), /More than/, url);
      const most = url.includes('bulk') ? BULK : OTHERS;
      assert.match(
        await send(url, 'application/json', inJson(most + 1), admin),
        RegExp(`More than ${most} values`),
        url,
      );
      assert.match(await send(url, 'application/xml', inXml(OTHERS + 1), admin), /More than 200000 elements/, url);
    }
    assert.match(await send(SOAP, 'application/soap+xml', inSoap(OTHERS + 1), admin), /More than 200000 elements/);
    assert.doesNotMatch(await send(SOAP, 'application/soap+xml', inSoap(PUBLIC + 1), admin), /More than/);
  }));

const person = (index: number) => ({
  customer: {
    email: `somebody.${index}@example.com`,
    firstname: 'Jo',
    lastname: 'Doe',
    addresses: [
      {
        ...{ firstname: 'Jo', lastname: 'Doe', street: ['1 Main St', 'Apt 4'], city: 'Austin', postcode: '78701' },
        ...{
          telephone: '512-555-1111',
          country_id: 'US',
          region_id: 57,
          company: 'Zet and Sons Ltd.',
          prefix: '',
          suffix: '',
          fax: '1',
        },
        ...{ vat_id: '1', middlename: 'M', default_billing: true, default_shipping: true },
      },
    ],
  },
});

test('a bulk of 20 MB passes', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const length = JSON.stringify(person(10_000)).length + 1;
    const people = Array.from({ length: Math.floor(20_000_000 / length) }, (_, index) => person(10_000 + index));
    const body = JSON.stringify(people);
    assert.ok(body.length > 19_900_000 && people.length < 50_000, `${people.length}`);
    const answer = await context.send({
      method: 'POST',
      url: '/rest/async/bulk/V1/customers',
      headers: { 'content-type': 'application/json' },
      body,
      bearer,
    });
    assert.equal(answer.status, 202, answer.text.slice(0, 500));
  }));
