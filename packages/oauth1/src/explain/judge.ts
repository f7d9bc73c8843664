import type { Candidate } from '../candidates.ts';
import { equalInConstantTime } from '../hmac.ts';
import type { SignatureMethod } from '../request.ts';
import type { ProtocolError } from '../validate.ts';
import type { Difference } from './difference.ts';
import { findMistakes, knownMistakes, mistakesAfterBaseString } from './find-mistakes.ts';
import type { Situation } from './mistake.ts';
import { follow, type Recipe, rightRecipe } from './recipe.ts';
import { likely, proven, type Verdict } from './verdict.ts';

/** What is known before anything is said about it. */
export interface Evidence {
  readonly situation: Situation;
  /** Null when the signature method is none that exists here. */
  readonly algorithm: SignatureMethod | null;
  readonly signature: string | undefined;
  readonly good: Candidate | undefined;
  readonly protocolError: ProtocolError | null;
  readonly timestamp: 'ok' | 'invalid' | 'stale' | 'not judged';
  readonly difference: Difference | null;
  readonly nowSeconds: number | undefined;
  readonly clientBaseString: string | undefined;
}

/** Puts into words what the evidence shows, the most important first. */
export function judge(evidence: Evidence): Verdict[] {
  return [...aboutParameters(evidence), ...aboutTimestamp(evidence), ...aboutSignature(evidence)];
}

function aboutParameters({ protocolError: error }: Evidence): Verdict[] {
  if (error === null) return [];
  if (error.kind === 'missing') {
    return [proven('parameter-missing', `These parameters are missing: ${error.fields.join(', ')}.`)];
  }
  const [value = ''] = 'parameters' in error ? error.parameters : [];
  return [
    proven(
      `${error.kind}-refused`,
      error.message.replace('%1', () => value),
    ),
  ];
}

function aboutTimestamp({ timestamp, situation, nowSeconds = 0 }: Evidence): Verdict[] {
  const sentAt = situation.request.oauth.oauth_timestamp;
  if (timestamp === 'ok' || timestamp === 'not judged' || sentAt === undefined) return [];
  const ahead = Math.floor(Number(sentAt)) - nowSeconds;
  if (!Number.isFinite(ahead)) {
    return [proven('timestamp-invalid', `The timestamp ${sentAt} is no number of seconds since 1970.`)];
  }
  if (timestamp === 'stale') {
    return [proven('timestamp-stale', `The timestamp is ${-ahead} seconds old, more than is accepted.`)];
  }
  return [proven('timestamp-invalid', `The timestamp ${sentAt} is ${distance(ahead)} the server's clock.`)];
}

function distance(ahead: number): string {
  return ahead > 0 ? `${ahead} seconds ahead of` : `${-ahead} seconds behind`;
}

function aboutSignature(evidence: Evidence): Verdict[] {
  const { algorithm, signature, good, situation, clientBaseString } = evidence;
  if (good) return [proven('signature-good', `The signature is good by the ${nameOfRule(good.rule)}.`)];
  if (algorithm === null || signature === undefined) return [];
  const { request, secrets } = situation;
  const recipes = [
    rightRecipe(request, secrets, algorithm, 'rfc5849'),
    rightRecipe(request, secrets, algorithm, 'magento'),
  ];
  const fromBaseString =
    clientBaseString === undefined ? [] : aboutClientBaseString(evidence, clientBaseString, recipes, signature);
  const found = findMistakes(recipes, knownMistakes(situation), (recipe) =>
    equalInConstantTime(follow(recipe), signature),
  );
  const mistakes = (found ?? []).map(({ code, text }) => proven(code, text));
  const verdicts = [...mistakes, ...fromBaseString.filter(({ code }) => !mistakes.some((m) => m.code === code))];
  return verdicts.length > 0 ? verdicts : [...aboutShape(signature, algorithm), UNEXPLAINED];
}

function aboutClientBaseString(
  { situation, difference }: Evidence,
  clientBaseString: string,
  recipes: readonly Recipe[],
  signature: string,
): Verdict[] {
  const [right] = recipes;
  const agrees = (recipe: Recipe) => equalInConstantTime(follow(recipe, clientBaseString), signature);
  const differs = difference ? [proven('base-string-differs', difference.text)] : [];
  if (right && agrees(right)) {
    return [proven('secrets-good', 'The secrets and the hash are right; only the base string differs.'), ...differs];
  }
  const found = findMistakes(recipes.slice(0, 1), mistakesAfterBaseString(situation), agrees);
  if (found) return [...found.map(({ code, text }) => proven(code, text)), ...differs];
  return difference
    ? [...differs, likely('secrets-differ', `${SECRETS_DIFFER} (or the base string given is not the one signed).`)]
    : [proven('base-string-good', 'The base string is right.'), likely('secrets-differ', `${SECRETS_DIFFER}.`)];
}

function aboutShape(signature: string, algorithm: SignatureMethod): Verdict[] {
  const length = algorithm === 'HMAC-SHA1' ? 28 : 44;
  if (signature.length === length && /^[A-Za-z\d+/]+=+$/.test(signature)) return [];
  return [
    proven(
      'signature-shape',
      `The signature has ${signature.length} characters; one of ${algorithm} is base64 of ${length} characters.`,
    ),
  ];
}

function nameOfRule(rule: Candidate['rule']): string {
  return rule === 'rfc5849' ? 'rule of RFC 5849' : rule === 'magento' ? 'rule of Magento' : 'mixture of both rules';
}

const SECRETS_DIFFER = 'The consumer secret or the token secret is another one than the server knows';

const UNEXPLAINED = likely(
  'unexplained',
  'No known mistake leads to this signature. Most likely the consumer secret or the token secret is another one, or ' +
    "the request was changed on its way. The client's base string would tell which.",
);
