const FORMATS: ReadonlyMap<string, 'json' | 'xml'> = new Map([
  ['application/json', 'json'],
  ['*/*', 'json'],
  ['application/*', 'json'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['application/xhtml+xml', 'xml'],
  ['text/*', 'xml'],
]);

/**
 * Chooses the format of an answer (behaviour F22, and the recorded Accept headers): the highest q-value among the
 * types that can be written, the first of equals. Case-sensitive; `q=0` ranks last but is not refused.
 * @param accept the Accept header; absent or empty means JSON
 * @returns null where no type fits: the caller answers 406
 */
export function negotiate(accept: string | undefined): 'json' | 'xml' | null {
  if (accept === undefined || accept === '') return 'json';
  const only = FORMATS.get(accept);
  if (only !== undefined) return only;
  if (accept.trim() === '') return 'json';
  let best: 'json' | 'xml' | null = null;
  let bestQuality = -1;
  for (const range of accept.split(',')) {
    const semicolon = range.indexOf(';');
    const format = FORMATS.get((semicolon === -1 ? range : range.slice(0, semicolon)).trim());
    if (format === undefined) continue;
    const quality = semicolon === -1 ? 1 : qualityOf(range.slice(semicolon + 1));
    if (quality > bestQuality) {
      best = format;
      bestQuality = quality;
    }
  }
  return best;
}

/** Only the first parameter counts, and only if it is a `q`. */
function qualityOf(parameters: string): number {
  const match = /^\s*q\s*=\s*([\d.]*)/i.exec(parameters);
  if (match === null) return 1;
  const quality = Number.parseFloat(match[1] as string);
  return Number.isNaN(quality) ? 0 : quality;
}
