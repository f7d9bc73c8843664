import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it, test } from 'node:test';
import { promisify } from 'node:util';
import { createSigner } from '@tessera/oauth1';
import { createClientAsync } from 'soap';
import { commandOf } from '../../../test/other-languages.ts';
import { type TestApplication, withApplication } from './application.ts';
import { newCustomer } from './customers.ts';
import { onSocket } from './on-socket.ts';
import { firstAdminToken } from './people.ts';
import { activeIntegration, manage } from './third-party.ts';

// Clients in the field, the whole way: two services in one WSDL, at a store view of its own, with a Bearer token and
// with a signature on every request. Each client prints what it got as one list.

const CUSTOMERS = 'customerCustomerRepositoryV1';
const CURRENCY = 'directoryCurrencyInformationAcquirerV1';
const run = promisify(execFile);

/** How a client shows who it is: a Bearer token, or the four values of an integration. */
type Credentials =
  | readonly [bearer: string]
  | readonly [key: string, secret: string, token: string, tokenSecret: string];
type Client = (wsdl: string, credentials: Credentials) => Promise<unknown>;
const FILTER = { field: 'email', value: 'j%', conditionType: 'like' };

type Done = (error: Error | null, answer: Record<string, unknown>) => void;
interface SoapError extends Error {
  readonly root: { Envelope: { Body: { Fault: { Reason: { Text: { $value: string } } } } } };
}
const reasonOf = ({ root }: SoapError): string => root.Envelope.Body.Fault.Reason.Text.$value;

const npmSoap: Client = async (wsdl, credentials) => {
  const [key, consumerSecret = '', token = '', tokenSecret = ''] = credentials;
  const sign = createSigner({ consumerKey: key, consumerSecret, token, tokenSecret });
  const authorization = (method: string, url: string) =>
    credentials.length === 1 ? `Bearer ${key}` : sign(method, url);
  const client = await createClientAsync(wsdl, {
    wsdl_headers: { Authorization: authorization('GET', wsdl) },
    forceSoap12Headers: true,
  });
  const call = async (service: string, port: string, name: string, args: object) => {
    const location = wsdl.replace('?wsdl&', '?');
    client.addHttpHeader('Authorization', authorization('POST', location));
    const operations = client[service][port] as Record<string, (args: object, done: Done) => void>;
    return new Promise<Record<string, unknown>>((found, failed) =>
      operations[name]?.(args, (error, answer) =>
        error === null ? found(answer['result'] as Record<string, unknown>) : failed(error),
      ),
    );
  };
  const customers = (name: string, args: object) =>
    call(`${CUSTOMERS}Service`, `${CUSTOMERS}Port`, CUSTOMERS + name, args);
  const currency = await call(`${CURRENCY}Service`, `${CURRENCY}Port`, `${CURRENCY}GetCurrencyInfo`, {});
  const jane = await customers('GetById', { customerId: 1 });
  const { email, lastname, websiteId } = jane;
  const saved = await customers('Save', { customer: { id: 1, email, firstname: 'Soap', lastname, websiteId } });
  const found = await customers('GetList', {
    searchCriteria: { filterGroups: { item: [{ filters: { item: [FILTER] } }] } },
  });
  const fault = await customers('GetById', { customerId: 999 }).catch((error: SoapError) => reasonOf(error));
  return [currency['defaultDisplayCurrencyCode'], jane['firstname'], saved['firstname'], found['totalCount'], fault];
};

const PHP = `
[, $wsdl] = $argv; $values = array_slice($argv, 2);
function authorization($method, $url) { global $values;
  if (count($values) === 1) return 'Bearer ' . $values[0];
  $oauth = new OAuth($values[0], $values[1], OAUTH_SIG_METHOD_HMACSHA256); $oauth->setToken($values[2], $values[3]);
  return $oauth->getRequestHeader($method, $url); }
class SignedClient extends SoapClient { public $context;
  function __doRequest($request, $location, $action, $version, $oneWay = false): ?string {
    stream_context_set_option($this->context, 'http', 'header', 'Authorization: ' . authorization('POST', $location));
    return parent::__doRequest($request, $location, $action, $version, $oneWay); } }
function client($wsdl) {
  $context = stream_context_create(['http' => ['header' => 'Authorization: ' . authorization('GET', $wsdl)]]);
  $client = new SignedClient($wsdl, ['soap_version' => SOAP_1_2, 'cache_wsdl' => WSDL_CACHE_NONE, 'stream_context' => $context]);
  $client->context = $context; return $client; }
$client = client($wsdl);
$currency = $client->${CURRENCY}GetCurrencyInfo([])->result;
$jane = $client->${CUSTOMERS}GetById(['customerId' => 1])->result;
$saved = $client->${CUSTOMERS}Save(['customer' => ['id' => 1, 'email' => $jane->email, 'firstname' => 'Soap', 'lastname' => $jane->lastname, 'websiteId' => $jane->websiteId]])->result;
$found = $client->${CUSTOMERS}GetList(['searchCriteria' => ['filterGroups' => [['filters' => [['field' => 'email', 'value' => 'j%', 'conditionType' => 'like']]]]]])->result;
try { $client->${CUSTOMERS}GetById(['customerId' => 999]); $fault = null; } catch (SoapFault $caught) { $fault = $caught->getMessage(); }
echo json_encode([$currency->defaultDisplayCurrencyCode, $jane->firstname, $saved->firstname, $found->totalCount, $fault]);
`;
const PYTHON = `
import json, sys, zeep, requests
wsdl, *values = sys.argv[1:]
session = requests.Session()
if len(values) == 1:
    session.headers['Authorization'] = 'Bearer ' + values[0]
else:
    from requests_oauthlib import OAuth1
    key, secret, token, token_secret = values
    session.auth = OAuth1(key, secret, token, token_secret, signature_method='HMAC-SHA256')
client = zeep.Client(wsdl, transport=zeep.Transport(session=session))
customers = client.bind('${CUSTOMERS}Service')
call = lambda name, **args: getattr(customers, '${CUSTOMERS}' + name)(**args)
currency = client.bind('${CURRENCY}Service').${CURRENCY}GetCurrencyInfo()
jane = call('GetById', customerId=1)
saved = call('Save', customer={'id': 1, 'email': jane['email'], 'firstname': 'Soap', 'lastname': jane['lastname'], 'websiteId': jane['websiteId']})
found = call('GetList', searchCriteria={'filterGroups': {'item': [{'filters': {'item': [{'field': 'email', 'value': 'j%', 'conditionType': 'like'}]}}]}})
try:
    call('GetById', customerId=999)
    fault = None
except zeep.exceptions.Fault as caught:
    fault = caught.message
print(json.dumps([currency['defaultDisplayCurrencyCode'], jane['firstname'], saved['firstname'], found['totalCount'], fault]))
`;

const foreign =
  (command: string, script: readonly string[]): Client =>
  async (wsdl, credentials) => {
    const { stdout } = await run(command, [...script, wsdl, ...credentials], { timeout: 30_000 });
    return JSON.parse(stdout) as unknown;
  };
const php = commandOf('php', ['-r', 'exit(extension_loaded("soap") && class_exists("OAuth") ? 0 : 1);']);
const python = commandOf('python', ['-c', 'import zeep, requests_oauthlib']);
const CLIENTS: readonly (readonly [string, Client | string])[] = [
  ['the npm package soap', npmSoap],
  ['PHP SoapClient', php === null ? 'no PHP with soap and OAuth here' : foreign(php, ['-r', PHP, '--'])],
  ['Python zeep', python === null ? 'no Python with zeep and requests_oauthlib here' : foreign(python, ['-c', PYTHON])],
];

/** An installation with a store view in euros, a customer, and an integration. */
const withShop = (work: (base: string, context: TestApplication, bearer: string) => Promise<void>): Promise<void> =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const store = { code: 'fr', name: 'Français', store_group_id: 1, is_active: 1 };
    const { id } = await manage<{ id: number }>(context, bearer, {
      method: 'POST',
      url: 'store/storeViews',
      body: { store },
    });
    for (const [path, value] of [
      ['currency/options/allow', 'EUR'],
      ['currency/options/default', 'EUR'],
    ])
      await manage(context, bearer, {
        method: 'PUT',
        url: 'config',
        body: { path, value, scope: 'stores', scope_id: id },
      });
    await manage(context, bearer, { method: 'POST', url: 'customers', body: newCustomer('jane@example.com') });
    await onSocket(context, (base) => work(base, context, bearer));
  });

for (const [name, client] of CLIENTS)
  describe(name, { skip: typeof client === 'string' && client }, () => {
    const call = client as Client;
    const wsdl = (base: string) => `${base}/soap/fr?wsdl&services=${CUSTOMERS},${CURRENCY}`;
    const expected = ['EUR', 'Jane', 'Soap', 1, 'No such entity with %fieldName = %fieldValue'];

    it('calls two services of one WSDL at a store view with a Bearer token', () =>
      withShop(async (base, _, bearer) => {
        const got = await call(wsdl(base), [bearer]);
        assert.deepEqual(got, expected);
      }));

    it('calls them signed by OAuth 1.0a', () =>
      withShop(async (base, context, bearer) => {
        const { credentials } = await activeIntegration(context, bearer);
        const { consumerKey, consumerSecret, token, tokenSecret = '' } = credentials;
        const got = await call(wsdl(base), [consumerKey, consumerSecret, token, tokenSecret]);
        assert.deepEqual(got, expected);
      }));
  });

test('a bad signature is no obstacle to a service that is open to all, as on REST', () =>
  withShop(async (base) => {
    const answer = async (service: string, operation: string) => {
      const response = await fetch(`${base}/soap/fr?services=${service}`, {
        method: 'POST',
        headers: { authorization: 'OAuth oauth_consumer_key="x"', 'content-type': 'application/soap+xml' },
        body: `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><${service}${operation}Request/></e:Body></e:Envelope>`,
      });
      return response.text();
    };
    assert.match(await answer(CURRENCY, 'GetCurrencyInfo'), /<defaultDisplayCurrencyCode>EUR</);
    assert.match(await answer(CUSTOMERS, 'GetById'), /<env:Fault>.*One or more input exceptions have occurred/s);
  }));
