/** Shows a path without what a client may have put into it. */
export type ShowPath = (url: string) => string;

const MAX_SEGMENTS = 12;

/**
 * Paths may hold secrets (a reset token, an e-mail address), so of one that no route knows only those words are shown
 * that our own templates have; any other segment is a `*`.
 * @param templates of all routes and endpoints
 * @param isStore whether a word is a store code
 */
export function shownPath(templates: readonly string[], isStore: (code: string) => boolean): ShowPath {
  const words = new Set([
    ...['rest', 'soap', 'async', 'bulk', 'index.php', 'schema'],
    ...templates.flatMap((template) => template.split('/').filter((word) => word !== '' && !/[:*]/.test(word))),
  ]);
  return (url) => {
    const [path = ''] = url.split('?', 1);
    const segments = path.split('/').slice(1, MAX_SEGMENTS + 1);
    return `/${segments.map((word) => (word === '' || words.has(word) || isStore(word) ? word : '*')).join('/')}`;
  };
}
