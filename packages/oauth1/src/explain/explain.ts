import { baseString } from '../base-string.ts';
import { baseStringCandidates, type Candidate } from '../candidates.ts';
import { equalInConstantTime, hmac, signingKey } from '../hmac.ts';
import type { ProtocolParameters, Rule, Secrets, SignatureMethod, SignedRequest } from '../request.ts';
import { isAllowedMethod } from '../signature-method.ts';
import { checkTimestamp } from '../timestamp.ts';
import { type ProtocolError, requiredParameters, validateProtocolParameters } from '../validate.ts';
import { commonPrefix, type Difference, firstDifference } from './difference.ts';
import { judge } from './judge.ts';
import type { Situation } from './mistake.ts';
import type { Verdict } from './verdict.ts';

export interface ExplainOptions {
  /** The signature to explain; that of the request unless given. */
  readonly clientSignature?: string;
  /** The base string that the client says it signed. With it the answer is nearly always certain. */
  readonly clientBaseString?: string;
  /** The server's clock; without it the timestamp is not judged. */
  readonly nowSeconds?: number;
  readonly maxAheadSeconds?: number;
  readonly maxAgeSeconds?: number;
  /** The signature methods allowed. */
  readonly methods?: readonly SignatureMethod[];
  /** What the request must bring; what a call must, unless given. */
  readonly required?: readonly string[];
  /** The body when it is not form-encoded, to see whether it was signed by mistake. */
  readonly body?: string;
  /** Other names under which the server is known: `shop.example`, `10.0.0.5:8080`. */
  readonly otherHosts?: readonly string[];
  /** Secrets that the client may have mixed up with the right ones, for example those of the request token. */
  readonly otherSecrets?: readonly (Secrets & { readonly label: string })[];
  /** Adds the signatures that would be right. Only for the eyes of whoever may sign in this client's name. */
  readonly reveal?: boolean;
}

/** What there is to know about a signature. Plain data, without secrets. */
export interface Explanation {
  /** Whether the signature is good; the rest of the request may still be refused. */
  readonly matches: boolean;
  /** The rule by which it is good. */
  readonly rule: Rule | 'mixed' | null;
  readonly parameters: ProtocolParameters;
  readonly protocolError: ProtocolError | null;
  readonly timestamp: 'ok' | 'invalid' | 'stale' | 'not judged';
  /** Our base string by either rule. */
  readonly baseStrings: Readonly<Record<Rule, string>>;
  /** Every base string that was tried, in this order. */
  readonly candidates: readonly (Candidate & { readonly matches: boolean })[];
  /** Where the client's base string leaves the nearest of ours; null when it does not, or was not given. */
  readonly difference: Difference | null;
  readonly verdicts: readonly Verdict[];
  /** The right signatures, only with `reveal`. */
  readonly expected?: Readonly<Record<Rule, string>>;
}

/**
 * Finds out why a signature is refused, by making the mistakes that clients make and seeing whether one of them, or
 * two together, leads to the signature that the client sent. Tries some thousand HMACs (tens of milliseconds): for a
 * person who asks, not for every request.
 *
 * The right signature is left out unless `reveal` is set, since whoever reads it can send the request.
 */
export function explain(request: SignedRequest, secrets: Secrets, options: ExplainOptions = {}): Explanation {
  const { oauth_signature_method: method, oauth_timestamp: sentAt } = request.oauth;
  const signature = options.clientSignature ?? request.oauth.oauth_signature;
  const algorithm = isAllowedMethod(method) ? method : null;
  const key = signingKey(secrets);
  const matchesText = (text: string) =>
    algorithm !== null && signature !== undefined && equalInConstantTime(hmac(algorithm, key, text), signature);

  const candidates = [...baseStringCandidates(request)].map((candidate) => ({
    ...candidate,
    matches: matchesText(candidate.baseString),
  }));
  const good = candidates.find(({ matches }) => matches);
  const parameters = signature === undefined ? request.oauth : { ...request.oauth, oauth_signature: signature };
  const protocolError = validateProtocolParameters(parameters, options.required ?? requiredParameters.call, options);
  const timestamp =
    options.nowSeconds === undefined ? 'not judged' : checkTimestamp(sentAt, options.nowSeconds, options);
  const baseStrings = { rfc5849: baseString(request, 'rfc5849'), magento: baseString(request, 'magento') };
  const difference = differenceFromNearest(candidates, options.clientBaseString);
  const situation: Situation = {
    request,
    secrets,
    otherSecrets: options.otherSecrets ?? [],
    otherHosts: options.otherHosts ?? [],
    body: options.body ?? '',
  };
  return {
    matches: good !== undefined,
    rule: good?.rule ?? null,
    parameters,
    protocolError,
    timestamp,
    baseStrings,
    candidates,
    difference,
    verdicts: judge({
      situation,
      algorithm,
      signature,
      good,
      protocolError,
      timestamp,
      difference,
      nowSeconds: options.nowSeconds,
      clientBaseString: options.clientBaseString,
    }),
    ...(options.reveal && algorithm !== null
      ? {
          expected: {
            rfc5849: hmac(algorithm, key, baseStrings.rfc5849),
            magento: hmac(algorithm, key, baseStrings.magento),
          },
        }
      : {}),
  };
}

function differenceFromNearest(candidates: readonly Candidate[], clients: string | undefined): Difference | null {
  if (clients === undefined) return null;
  const nearest = candidates.reduce((best, other) =>
    commonPrefix(other.baseString, clients) > commonPrefix(best.baseString, clients) ? other : best,
  );
  return candidates.some(({ baseString }) => baseString === clients)
    ? null
    : firstDifference(nearest.baseString, clients);
}
