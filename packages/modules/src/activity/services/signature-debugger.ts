import { dateTime, epochSeconds } from '@tessera/database';
import {
  type Explanation,
  explain,
  type ProtocolParameters,
  parseAuthorization,
  type SignedRequest,
  signatureMethods,
} from '@tessera/oauth1';
import { type Call, implement, invalidFieldValue, renderMessage } from '@tessera/webapi';
import { showCredentials } from '../../integration/handshake/credentials.ts';
import type { Nonce } from '../../integration/oauth/nonce-store.ts';
import { isNonceUsed } from '../../integration/oauth/nonces.ts';
import { integrationRow } from '../../integration/services/integration-rows.ts';
import { allowHmacSha1, nonceLifetime } from '../../integration/settings.ts';
import { SignatureDebugger } from '../contract/activity.ts';

const LONGEST = 16_384;
const ABSOLUTE = /^(https?):\/\/([^/?#\s]+)([^?#\s]*)(?:\?([^#\s]*))?/i;

/** The address as it was pasted: nothing may be tidied, since that is what may be wrong with it. */
function addressOf(url: string): SignedRequest['url'] {
  const [, scheme = '', host = '', path = '', query = ''] = ABSOLUTE.exec(url.trim()) ?? [];
  if (host === '') throw invalidFieldValue({ value: url.slice(0, 200), fieldName: 'url' });
  return { scheme: scheme.toLowerCase(), host, rawPath: path === '' ? '/' : path, rawQuery: query };
}

function parametersOf(authorization: string): ProtocolParameters {
  const header = authorization.trim().replace(/^authorization\s*:\s*/i, '');
  const parameters = parseAuthorization(header);
  if (parameters === null) throw invalidFieldValue({ value: header.slice(0, 200), fieldName: 'authorization' });
  return parameters;
}

function checkSize(texts: Readonly<Record<string, string | undefined>>): void {
  for (const [fieldName, text] of Object.entries(texts))
    if ((text ?? '').length > LONGEST) throw invalidFieldValue({ value: (text ?? '').slice(0, 100), fieldName });
}

interface Identity {
  readonly consumer_key: string | null;
  readonly access_token: string | null;
}
type Verdict = Explanation['verdicts'][number];

/** What the keys in the header say, before any signature is looked at. */
function keyVerdicts(oauth: ProtocolParameters, known: Identity): Verdict[] {
  const found: Verdict[] = [];
  if (oauth.oauth_consumer_key !== undefined && oauth.oauth_consumer_key !== known.consumer_key)
    found.push({
      code: 'other-consumer',
      certain: true,
      text: 'The consumer key is not that of this integration. Was the header made for another one, or for another store?',
    });
  if (known.access_token === null)
    found.push({ code: 'no-token', certain: true, text: 'This integration has no access token: activate it first.' });
  else if (oauth.oauth_token !== undefined && oauth.oauth_token !== known.access_token)
    found.push({
      code: 'other-token',
      certain: true,
      text: 'The token is not the current access token of this integration. It may be from before the last reauthorization.',
    });
  return found;
}

/** Secrets that are easily entered in the wrong field. */
const likelySecrets = (consumerSecret: string, tokenSecret: string) => [
  { label: 'the consumer secret in place of the token secret as well', consumerSecret, tokenSecret: consumerSecret },
  { label: 'the token secret in place of the consumer secret as well', consumerSecret: tokenSecret, tokenSecret },
];

const REPEATED = 'The nonce is already being used%';

/** A good signature is refused when its nonce was used before. */
async function nonceVerdicts({ db }: Call, integrationId: number, nonce: Nonce | null): Promise<Verdict[]> {
  if (nonce === null || !(await isNonceUsed(db, nonce))) return [];
  const last = await db.query
    .selectFrom('api_call')
    .select('occurred_at')
    .where('integration_id', '=', integrationId)
    .where('reason', 'like', REPEATED)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const seen =
    last === undefined
      ? ''
      : ` This integration was refused for that last at ${dateTime(Number(last.occurred_at))} UTC.`;
  const text = `The nonce was used before: a request with it was accepted once, and is refused when it comes again. Every request needs a new one.${seen}`;
  return [{ code: 'nonce-used', certain: true, text }];
}

function shown(explanation: Explanation, before: readonly Verdict[], after: readonly Verdict[]) {
  const { parameters, baseStrings, protocolError } = explanation;
  const parametersOfError =
    protocolError === null || !('parameters' in protocolError) ? undefined : protocolError.parameters;
  return {
    matches: explanation.matches,
    rule: explanation.rule,
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, value: value ?? '' })),
    protocol_error: protocolError === null ? null : renderMessage(protocolError.message, parametersOfError),
    timestamp: explanation.timestamp,
    base_string_rfc5849: baseStrings.rfc5849,
    base_string_magento: baseStrings.magento,
    difference: explanation.difference,
    verdicts: [...before, ...explanation.verdicts, ...after],
  };
}

/** Explains signatures to people. Secrets stay here, and so does the signature that would be right. */
export const signatureDebugger = implement(SignatureDebugger, {
  explain: async ({ id, authorization, method, url, clientBaseString, body }, call) => {
    checkSize({ authorization, method, url, clientBaseString, body });
    const { consumer_id } = await integrationRow(call.db, id);
    const { consumer_secret, access_token_secret, ...identity } = await showCredentials(call.db, call, consumer_id);
    const oauth = parametersOf(authorization);
    const request: SignedRequest = { method: method.trim().toUpperCase(), url: addressOf(url), oauth };
    const explanation = explain(
      request,
      {
        consumerSecret: consumer_secret ?? '',
        ...(access_token_secret === null ? {} : { tokenSecret: access_token_secret }),
      },
      {
        nowSeconds: epochSeconds(call.now()),
        maxAgeSeconds: call.settings.get(nonceLifetime) * 60,
        methods: call.settings.get(allowHmacSha1) ? signatureMethods : ['HMAC-SHA256'],
        otherSecrets: likelySecrets(consumer_secret ?? '', access_token_secret ?? ''),
        otherHosts: call.request === null ? [] : [call.request.host],
        ...(clientBaseString ? { clientBaseString: clientBaseString.trim() } : {}),
        ...(body ? { body } : {}),
      },
    );
    const isGood = explanation.matches && explanation.timestamp === 'ok';
    const nonce = isGood
      ? { consumerId: consumer_id, nonce: oauth.oauth_nonce ?? '', timestamp: Number(oauth.oauth_timestamp) }
      : null;
    return shown(explanation, keyVerdicts(oauth, identity), await nonceVerdicts(call, id, nonce));
  },
});
