import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { RunningTessera } from '../../../test/tessera.ts';
import { activate, type Integration, isActive } from './merchant.ts';
import type { RunningCrm } from './visitor.ts';

const PASSWORD = 'correct horse';

/** Somebody with a browser of their own. */
export class Person {
  readonly email: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly crm: RunningCrm;

  constructor(email: string, page: Page, crm: RunningCrm) {
    this.email = email;
    this.page = page;
    this.context = page.context();
    this.crm = crm;
  }

  static async open(test: TestContext, browser: Browser, crm: RunningCrm, email: string): Promise<Person> {
    const context = await browser.newContext();
    test.after(() => context.close());
    return new Person(email, await context.newPage(), crm);
  }

  /** With an account, signed in. */
  static async signedUp(
    test: TestContext,
    browser: Browser,
    crm: RunningCrm,
    email = 'ann@example.com',
  ): Promise<Person> {
    const person = await Person.open(test, browser, crm, email);
    await person.page.goto(`${crm.origin}/sign-up`);
    await person.identify('Sign up');
    await person.page.waitForURL('**/stores');
    return person;
  }

  async identify(button: 'Sign in' | 'Sign up'): Promise<void> {
    await this.page.getByLabel('E-mail').fill(this.email);
    await this.page.getByLabel('Password').fill(PASSWORD);
    await this.page.getByRole('button', { name: button }).click();
  }

  /** Presses the button of the consent page, and waits until the store has the browser back. */
  async agree(store: RunningTessera): Promise<void> {
    await this.page.getByRole('button', { name: 'Connect', exact: true }).click();
    await this.page.waitForURL((url) => url.href.startsWith(store.url));
  }

  async connect(store: RunningTessera, integration: Integration, how?: 'activate' | 'reauthorize'): Promise<void> {
    await this.page.goto(await activate(store, integration, how));
    await this.agree(store);
    assert.equal(await isActive(store, integration), true);
  }

  openStores(): Promise<unknown> {
    return this.page.goto(`${this.crm.origin}/stores`);
  }

  /** What "Your stores" shows of one. */
  card(store: RunningTessera): Locator {
    return this.page.getByRole('region', { name: store.url });
  }

  /** Waits on "Your stores" until nothing is imported any more: what is done to the store then meets no import. */
  async imported(store: RunningTessera): Promise<void> {
    await this.card(store).getByText('Connected').waitFor();
  }

  /** A sentence on the page; waits for it. */
  async reads(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }
}
