import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookShop, toShop } from '../../test/book-shop.ts';
import { createSoap } from './soap.ts';

const soap = createSoap(bookShop().kernel);
const ask = async (header: string, version = 'http://www.w3.org/2003/05/soap-envelope'): Promise<string> => {
  const body = Buffer.from(
    `<e:Envelope xmlns:e="${version}" xmlns:w="urn:w">${header}<e:Body><acmeBooksBookInformationV1MottoRequest/></e:Body></e:Envelope>`,
  );
  const response = await soap(toShop('/soap/all?services=acmeBooksBookInformationV1', { body }));
  assert.equal(response.status, 200);
  return String(response.body);
};
const block = (attributes: string): string => `<e:Header><w:Security ${attributes}><w:x/></w:Security></e:Header>`;
const ROLE = 'http://www.w3.org/2003/05/soap-envelope/role';

test('a header that has to be understood is refused', async () => {
  for (const attributes of [
    'e:mustUnderstand="true"',
    'e:mustUnderstand="1"',
    `e:mustUnderstand="1" e:role="${ROLE}/next"`,
    `e:role="${ROLE}/ultimateReceiver" e:mustUnderstand="true"`,
  ]) {
    const answer = await ask(block(attributes));
    assert.match(answer, /<env:Value>env:MustUnderstand<\/env:Value>/, attributes);
    assert.match(
      answer,
      /The header &quot;Security&quot; is not understood\.|The header "Security" is not understood\./,
    );
  }
});

test('other headers change nothing', async () => {
  for (const header of [
    '',
    '<e:Header/>',
    block(''),
    block('e:mustUnderstand="false"'),
    block('mustUnderstand="true"'),
    block('w:mustUnderstand="true"'),
    block(`e:mustUnderstand="true" e:role="urn:somebody-else"`),
    block(`e:mustUnderstand="true" e:role="${ROLE}/none"`),
  ])
    assert.match(await ask(header), /Habent sua fata libelli/, header);
});

test('an envelope of SOAP 1.1 is told its version', async () => {
  const answer = await ask('', 'http://schemas.xmlsoap.org/soap/envelope/');
  assert.match(answer, /<env:Value>env:VersionMismatch<\/env:Value>/);
});
