const READERS: ReadonlyMap<string, 'json' | 'xml'> = new Map([
  ['application/json', 'json'],
  ['application/xml', 'xml'],
  ['application/xhtml+xml', 'xml'],
  ['text/xml', 'xml'],
]);

/**
 * Reads the Content-Type of a request that has a body (behaviour F20, and the recorded headers). Media types are
 * case-sensitive, the charset is not; any parameter other than charset makes the header invalid.
 * @param header the Content-Type header
 * @returns the format of the body, or the message of the 400 to answer with
 */
export function readContentType(header: string | undefined): 'json' | 'xml' | { readonly error: string } {
  if (header === undefined) return { error: 'Content-Type header is empty.' };
  const known = READERS.get(header);
  if (known !== undefined) return known;
  const text = header.trim();
  if (text === '') return { error: 'Content-Type header is empty.' };
  const [type = '', ...parameters] = text.split(';');
  const mediaType = type.trimEnd();
  if (!/^[a-z\d/+.-]+$/i.test(mediaType)) return { error: 'Content-Type header is invalid.' };
  for (const parameter of parameters) {
    if (parameter.trim() === '') continue;
    const charset = /^\s*charset=(.*)$/i.exec(parameter)?.[1];
    if (charset === undefined) return { error: 'Content-Type header is invalid.' };
    if (!/^(?:utf-8|"utf-8")\s*$/i.test(charset)) return { error: 'UTF-8 is the only supported charset.' };
  }
  return (
    READERS.get(mediaType) ?? {
      error: `Server cannot understand Content-Type HTTP header media type ${mediaType}`,
    }
  );
}
