import { collectParameters, type Parameter } from '../parameters.ts';
import { percentEncode } from '../percent-encoding.ts';
import type { SignedRequest } from '../request.ts';
import { type Mistake, mistake, type Situation } from './mistake.ts';

/** Mistakes in what is signed as a parameter and in which order: RFC 5849 section 3.4.1.3. */
export function parameterMistakes({ request, body }: Situation): Mistake[] {
  const { formBody: _, ...withoutForm } = request;
  const withoutQuery = { ...request, url: { ...request.url, rawQuery: '' } };
  const protocol = collectParameters({ ...withoutForm, url: withoutQuery.url }, 'rfc5849');
  const ownNames = new Set(protocol.map(([name]) => name));
  const others = ({ parameters }: { parameters: readonly Parameter[] }) =>
    parameters.filter(([name]) => !ownNames.has(name));
  const only = (part: SignedRequest) => new Set(collectParameters(part, 'rfc5849').map(([name]) => name));
  return [
    mistake('unsorted', 'The parameters were not sorted by name.', { order: 'none' }),
    mistake('unsorted', 'The parameters were not sorted by name; the query came first.', (recipe) => ({
      order: 'none',
      parameters: [...others(recipe), ...protocol],
    })),
    mistake(
      'sorted-by-locale',
      'The parameters were sorted as in a dictionary; the order of their bytes is asked for (upper case first).',
      { order: 'locale' },
    ),
    mistake('query-not-signed', 'The query was not signed.', (recipe) => {
      const kept = only(withoutQuery);
      return { parameters: recipe.parameters.filter(([name]) => kept.has(name)) };
    }),
    mistake(
      'form-body-not-signed',
      'The form-encoded body was not signed; its fields belong to the parameters.',
      (recipe) => {
        const kept = only(withoutForm);
        return { parameters: recipe.parameters.filter(([name]) => kept.has(name)) };
      },
    ),
    ...protocol.map(([name]) =>
      mistake('parameter-not-signed', `${name} was sent but not signed.`, ({ parameters }) => ({
        parameters: parameters.filter((known) => known[0] !== name),
      })),
    ),
    ...signedButNotSent(ownNames),
    ...bodySigned(body),
  ];
}

function signedButNotSent(sent: ReadonlySet<string>): Mistake[] {
  const usual: readonly Parameter[] = [
    ['oauth_version', '1.0'],
    ['oauth_token', ''],
    ['oauth_callback', 'oob'],
    ['oauth_verifier', ''],
    ['oauth_signature', ''],
  ];
  return usual
    .filter(([name]) => !sent.has(name))
    .map(([name, value]) =>
      mistake('parameter-not-sent', `${name}="${value}" was signed but not sent.`, ({ parameters }) => ({
        parameters: [...parameters, [name, value]],
      })),
    );
}

const BODY_SIGNED = 'The body was signed; only form-encoded bodies are, JSON and XML never.';

function bodySigned(body: string): Mistake[] {
  if (body === '') return [];
  const fields = topLevelFields(body);
  return [...(fields.length === 0 ? [] : [fields]), [[percentEncode(body), ''] as const]].map((extra) =>
    mistake('body-signed', BODY_SIGNED, ({ parameters }) => ({ parameters: [...parameters, ...extra] })),
  );
}

function topLevelFields(body: string): Parameter[] {
  try {
    const data: unknown = JSON.parse(body);
    if (typeof data !== 'object' || data === null) return [];
    return Object.entries(data).map(([name, value]) => [
      percentEncode(name),
      percentEncode(typeof value === 'object' ? JSON.stringify(value) : String(value)),
    ]);
  } catch {
    return [];
  }
}
