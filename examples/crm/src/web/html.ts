/** HTML that is safe to send: everything put into it was escaped. */
export interface Html {
  readonly html: string;
}
type Part = string | number | Html | readonly Html[] | null | undefined | false;

/** A template whose values are escaped, unless they are HTML themselves. Nothing stands for null and false. */
export function html(texts: TemplateStringsArray, ...values: readonly Part[]): Html {
  let result = texts[0] ?? '';
  values.forEach((value, index) => {
    result += shown(value) + (texts[index + 1] ?? '');
  });
  return { html: result };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function shown(value: Part): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}
