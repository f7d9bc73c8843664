// Starts Chromium for browser tests: the one that CHROMIUM_PATH names, else `chromium` on the PATH, else the one that
// comes as a dev dependency.
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser without a window. Whoever asks for it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: FLAGS, chromiumSandbox: false });
}

/** Where Chromium is. @throws Error when there is none */
export async function chromiumPath(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  const installed = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find((file) => existsSync(file));
  return installed ?? packagedChromium();
}

/** Unpacks itself into the folder for temporary files: one process at a time, the others find it there. */
async function packagedChromium(): Promise<string> {
  const { default: packaged } = await import('@sparticuz/chromium');
  const lock = join(tmpdir(), 'chromium-is-unpacked');
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      await sleep(100);
    }
  }
  try {
    return await packaged.executablePath();
  } finally {
    try {
      rmdirSync(lock);
    } catch {
      // Another one has waited too long and taken it away.
    }
  }
}
