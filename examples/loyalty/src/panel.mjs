// The page "Loyalty Points" of the admin panel. Values are set as text, never as markup.

const cell = (name, text) => Object.assign(document.createElement(name), { textContent: String(text) });
const row = (name, texts) => {
  const made = document.createElement('tr');
  made.append(...texts.map((text) => cell(name, text)));
  return made;
};
const field = (label, attributes) => {
  const made = cell('label', label);
  made.append(Object.assign(document.createElement('input'), attributes));
  return made;
};

/**
 * Draws the page.
 * @param {HTMLElement} element to draw into
 * @param {{ api: Function, say: Function, go: Function }} panel what the panel lends: calls, messages, navigation
 */
export async function mount(element, panel) {
  const form = document.createElement('form');
  form.append(
    field('Customer ID', { name: 'customer', type: 'number', min: 1, required: true }),
    field('Points', { name: 'points', type: 'number', required: true }),
    field('Reason', { name: 'reason', maxLength: 255 }),
    Object.assign(cell('button', 'Add Points'), { type: 'submit' }),
  );
  const table = document.createElement('table');
  table.setAttribute('aria-label', 'Loyalty Points');
  element.append(form, table);

  const refresh = async () => {
    const { items } = await panel.api('GET', '/V1/loyalty/search?searchCriteria[pageSize]=100');
    table.replaceChildren(
      row('th', ['Customer', 'Points', 'Changed']),
      ...items.map((item) => row('td', [item.customer_id, item.points, item.updated_at ?? ''])),
    );
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form));
    try {
      await panel.api('POST', `/V1/loyalty/${values.customer}/points`, {
        points: Number(values.points),
        reason: values.reason,
      });
      panel.say('The points have been added.');
      form.reset();
      await refresh();
    } catch (error) {
      panel.say(error.message, 'error');
    }
  });
  await refresh();
}
