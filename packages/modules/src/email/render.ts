import type { Action, Wording } from './templates.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** One line: names and addresses come from people, and a line feed would begin a header of their own. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

const asText = (part: string | Action): string =>
  typeof part === 'string' ? oneLine(part) : (part.link ?? `Your code: ${part.code}`);

function asHtml(part: string | Action): string {
  if (typeof part === 'string') return `<p>${escapeHtml(oneLine(part))}</p>`;
  if (part.link === null) return `<p>Your code: <code>${escapeHtml(part.code)}</code></p>`;
  return `<p><a href="${escapeHtml(part.link)}">${escapeHtml(part.link)}</a></p>`;
}

/** The subject line and both forms of a mail. */
export function renderMail({ subject, body }: Wording, storeName: string) {
  return {
    subject: oneLine(subject),
    text: `${[...body.map(asText), oneLine(storeName)].join('\n\n')}\n`,
    html: `<!doctype html><html><body style="font-family:sans-serif">${[...body, storeName].map(asHtml).join('')}</body></html>`,
  };
}
