import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currencySymbol, ratesFrom } from './currency.ts';

test('only the rates of the base currency count, and it is always worth one of itself', () => {
  const rates = ratesFrom('USD', ['USD/EUR=0.7067', 'EUR/USD=1.415', ' USD/GBP=1 ']);
  assert.deepEqual(
    [...rates],
    [
      ['USD', 1],
      ['EUR', 0.7067],
      ['GBP', 1],
    ],
  );
});

test('entries that are no rates are passed over', () => {
  assert.deepEqual([...ratesFrom('USD', ['USD/EUR', 'usd/eur=1', 'USD/EUR=0', 'USD/EUR=x', ''])], [['USD', 1]]);
});

test('a currency has the sign that the locale writes, else its code', () => {
  assert.equal(currencySymbol('USD', 'en_US'), '$');
  assert.equal(currencySymbol('EUR', 'de_DE'), '€');
  assert.equal(currencySymbol('no currency', 'en_US'), 'no currency');
  assert.equal(currencySymbol('USD', 'no locale!'), 'USD');
});
