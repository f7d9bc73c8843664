import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneLine, renderMail } from './render.ts';
import { templates } from './templates.ts';

const action = { link: 'https://shop.example/reset?token=a&x=1', code: 'a' };

test('every mail greets its reader in text and HTML, and shows what is to be done', () => {
  const everything = { customerName: 'Ann', action, hours: 2, newEmail: 'new@example.com' };
  for (const [name, template] of Object.entries(templates)) {
    const { subject, text, html } = renderMail(template(everything, 'Shop'), 'Shop');
    assert.match(subject, /Shop/, name);
    assert.match(text, /^Hello Ann,\n\n/, name);
    assert.match(html, /<p>Hello Ann,<\/p>/, name);
    assert.doesNotMatch(text + html, /undefined|\[object/, name);
    if (['welcome_without_password', 'confirmation', 'password_reset'].includes(name)) {
      assert.ok(text.includes(action.link), name);
      assert.ok(html.includes('href="https://shop.example/reset?token=a&amp;x=1"'), name);
    }
  }
});

test('without a link the code is shown', () => {
  const wording = templates.password_reset(
    { customerName: 'Ann', action: { link: null, code: 'c0de' }, hours: 1 },
    'S',
  );
  const { text, html } = renderMail(wording, 'S');
  assert.match(text, /Your code: c0de/);
  assert.match(text, /good for one hour/);
  assert.match(html, /<code>c0de<\/code>/);
});

test('what people call themselves is no markup and no line of its own', () => {
  const customerName = '<img src=x>\r\nBcc: eve@example.com';
  const { subject, text, html } = renderMail(templates.welcome({ customerName }, 'A\nB'), 'A\nB');
  assert.equal(subject, 'Your account at A B');
  assert.match(text, /^Hello <img src=x> Bcc: eve@example.com,\n/);
  assert.match(html, /&lt;img src=x&gt;/);
});

test('a line keeps its words and loses its breaks', () => {
  assert.equal(oneLine(' Jörg\u2028von\t der\r\n\0Au '), 'Jörg von der Au');
});
