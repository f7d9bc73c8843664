import { baseStringUri } from '../base-string-uri.ts';
import { hmac, signingKey } from '../hmac.ts';
import { compareNatural, compareText } from '../natural-order.ts';
import { collectParameters, joinParameters, type Parameter } from '../parameters.ts';
import { percentEncode } from '../percent-encoding.ts';
import type { Rule, Secrets, SignatureMethod, SignedRequest } from '../request.ts';

/** Rewrites text that is encoded by RFC 5849 into the way in which a client may have encoded it. */
export type Spelling = (encoded: string) => string;

/** Every decision on the way from a request to a signature, so that each can be taken wrongly on purpose. */
export interface Recipe {
  readonly method: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  /** What stands behind the path in the second part: nothing, if it is done right. */
  readonly uriSuffix: string;
  readonly parameters: readonly Parameter[];
  readonly order: 'byte' | 'natural' | 'locale' | 'none';
  readonly spellNamesAndValues: Spelling;
  readonly spellUri: Spelling;
  readonly spellParameters: Spelling;
  readonly key: string;
  readonly algorithm: SignatureMethod;
  readonly digest: 'base64' | 'hex';
  /** What was done to the finished digest. */
  readonly wrap: (digest: string) => string;
}

const asItIs = (text: string) => text;

/** The recipe without a mistake. */
export function rightRecipe(request: SignedRequest, secrets: Secrets, algorithm: SignatureMethod, rule: Rule): Recipe {
  const uri = baseStringUri(request.url, rule === 'magento' ? 'magento' : 'raw');
  const [scheme = '', rest = ''] = uri.split('://', 2);
  const slash = rest.indexOf('/');
  return {
    method: request.method.toUpperCase(),
    scheme,
    host: rest.slice(0, slash),
    path: uri.slice(scheme.length + 3 + slash),
    uriSuffix: '',
    parameters: collectParameters(request, rule),
    order: rule === 'magento' ? 'natural' : 'byte',
    spellNamesAndValues: asItIs,
    spellUri: asItIs,
    spellParameters: asItIs,
    key: signingKey(secrets),
    algorithm,
    digest: 'base64',
    wrap: asItIs,
  };
}

/** The base string that somebody gets who follows the recipe. */
export function followForBaseString(recipe: Recipe): string {
  const spell = recipe.spellNamesAndValues;
  const parameters = recipe.parameters.map(([name, value]): Parameter => [spell(name), spell(value)]);
  const uri = `${recipe.scheme}://${recipe.host}${recipe.path}${recipe.uriSuffix}`;
  const list = joinParameters(inOrder(parameters, recipe.order));
  return `${recipe.method}&${recipe.spellUri(percentEncode(uri))}&${recipe.spellParameters(percentEncode(list))}`;
}

/** The signature that somebody sends who follows the recipe. */
export function follow(recipe: Recipe, text = followForBaseString(recipe)): string {
  return recipe.wrap(hmac(recipe.algorithm, recipe.key, text, recipe.digest));
}

function inOrder(parameters: Parameter[], order: Recipe['order']): Parameter[] {
  if (order === 'none') return parameters;
  if (order === 'natural') return parameters.sort((a, b) => compareNatural(a[0], b[0]));
  if (order === 'byte') return parameters.sort((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]));
  return parameters.sort((a, b) => a[0].localeCompare(b[0], 'en') || a[1].localeCompare(b[1], 'en'));
}
