import { assemble } from './base-string.ts';
import type { PathForm } from './base-string-uri.ts';
import {
  collectParameters,
  joinParameters,
  type Parameter,
  type ParameterOrder,
  sortParameters,
} from './parameters.ts';
import type { Plus } from './percent-encoding.ts';
import type { Rule, SignedRequest } from './request.ts';

/** One way in which a client may have read the rules, and the base string that follows from it. */
export interface Candidate {
  /** The rule that the base string follows; `mixed` when it is a bit of both. */
  readonly rule: Rule | 'mixed';
  readonly path: PathForm;
  readonly parameters: Rule;
  readonly plus: Plus;
  readonly order: ParameterOrder;
  readonly baseString: string;
}

interface Reading {
  readonly parameters: Rule;
  readonly plus: Plus;
  readonly order: ParameterOrder;
}

const RFC5849: Reading = { parameters: 'rfc5849', plus: 'space', order: 'byte' };
const MAGENTO: Reading = { parameters: 'magento', plus: 'literal', order: 'natural' };

// From the most to the least likely. Magento 2.4.8 sorts by decoded name, 2.4.7 by natural order.
const READINGS: readonly Reading[] = [
  RFC5849,
  MAGENTO,
  { ...MAGENTO, order: 'byte' },
  { ...RFC5849, order: 'natural' },
  { ...RFC5849, plus: 'literal' },
  { ...RFC5849, order: 'decoded' },
  { ...MAGENTO, order: 'decoded' },
];

/**
 * The base strings that a signer in the field may have used, each once, the most likely first: by the RFC, by
 * Magento's rule, then their mixtures. Lazy: whoever stops at the first pays for one. At most 21; a request without
 * query, form body and escapes in its path has one.
 */
export function* baseStringCandidates(request: SignedRequest): Generator<Candidate, void, void> {
  const standard = candidate(request, 'rfc5849', 'raw', RFC5849);
  yield standard;
  const paths = pathForms(request.url.rawPath);
  const readings = request.url.rawQuery === '' && !request.formBody ? [RFC5849] : READINGS;
  if (paths.length === 1 && readings.length === 1) return;
  const collect = collector(request);
  const seen = new Set([standard.baseString]);
  const magento = candidate(request, 'magento', 'magento', MAGENTO);
  if (!seen.has(magento.baseString)) yield magento;
  seen.add(magento.baseString);
  for (const reading of readings) {
    const parameters = joinParameters(sortParameters(collect(reading), reading.order));
    for (const path of paths) {
      const text = assemble(request, path, parameters);
      if (seen.has(text)) continue;
      seen.add(text);
      yield { rule: 'mixed', path, ...reading, baseString: text };
    }
  }
}

function candidate(request: SignedRequest, rule: Rule, path: PathForm, reading: Reading): Candidate {
  const parameters = collectParameters(request, reading.parameters, reading.plus);
  const text = assemble(request, path, joinParameters(sortParameters(parameters, reading.order)));
  return { rule, path, ...reading, baseString: text };
}

/** Collects every set of parameters once, though it is put into several orders. */
function collector(request: SignedRequest): (reading: Reading) => Parameter[] {
  const sets = new Map<string, readonly Parameter[]>();
  return ({ parameters, plus }) => {
    const name = `${parameters} ${plus}`;
    const set = sets.get(name) ?? collectParameters(request, parameters, plus);
    sets.set(name, set);
    return [...set];
  };
}

function pathForms(rawPath: string): readonly PathForm[] {
  return rawPath.includes('%') || rawPath.includes('/.') ? ['raw', 'magento', 'unreserved'] : ['raw'];
}
