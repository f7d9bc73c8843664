import { type Html, html } from './html.ts';
import type { Visit } from './visit.ts';

export interface Page {
  readonly title: string;
  readonly main: Html;
  /** Loads the page again after so many seconds. */
  readonly refresh?: number | undefined;
  /** Whether it stands in the popup of a store: without navigation. */
  readonly popup?: boolean;
}

/** The whole document around a page. */
export function layout({ title, main, refresh, popup = false }: Page, visit: Visit): string {
  const navigation = html`
    <nav aria-label="Main">
      <a class="brand" href="/stores">Tabula CRM</a>
      ${
        visit.user === null
          ? html`<a href="/sign-in">Sign in</a> <a href="/sign-up">Sign up</a>`
          : html`<span class="who">${visit.user.email}</span>
        <form method="post" action="/sign-out">${csrfField(visit)}<button class="link">Sign out</button></form>`
      }
    </nav>`;
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  ${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">`}
  <title>${title} · Tabula CRM</title>
  <link rel="stylesheet" href="/style.css">
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <header>${popup ? html`<span class="brand">Tabula CRM</span>` : navigation}</header>
  <main id="main">
    <h1>${title}</h1>
    ${main}
  </main>
</body>
</html>`.html;
}

/** Every form that is posted carries this; the application refuses those without. */
export const csrfField = (visit: Visit): Html => html`<input type="hidden" name="csrf" value="${visit.csrf}">`;

/** A sentence about what happened: `error` is read out at once by screen readers. */
export const notice = (kind: 'error' | 'info' | 'success', text: string | Html | null): Html | null =>
  text === null ? null : html`<p class="notice ${kind}" role="${kind === 'error' ? 'alert' : 'status'}">${text}</p>`;

export interface FieldOptions {
  readonly type?: string;
  readonly value?: string;
  readonly autocomplete?: string;
  readonly hint?: string;
  readonly minlength?: number;
}

/** A labelled, required input. */
export function field(name: string, label: string, options: FieldOptions = {}): Html {
  const { type = 'text', value = '', autocomplete = 'off', hint, minlength = 1 } = options;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"
      minlength="${minlength}" maxlength="255" required ${hint !== undefined && html`aria-describedby="${name}-hint"`}>
    ${hint !== undefined && html`<small id="${name}-hint">${hint}</small>`}
  </div>`;
}
