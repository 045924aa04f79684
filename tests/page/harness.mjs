// A server with a database of its own, a browser, and what every test asserts: no error of the page, no request to anywhere else.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../../page/package.json', import.meta.url));
const { chromium } = require('playwright-core');
export const axeSource = require('axe-core').source;
export { assert };

const DIURNA = process.argv[2];
export const PICTURES = process.argv[3] || '';
if (!DIURNA) {
  console.error('which diurna?');
  process.exit(2);
}
if (PICTURES) mkdirSync(PICTURES, { recursive: true });

const folder = mkdtempSync(join(tmpdir(), 'diurna-page-'));
const left = [() => rmSync(folder, { recursive: true, force: true })];

/** Runs a command of the program over the test's database and gives what it printed. */
export function diurna(args, input = '') {
  const done = spawnSync(DIURNA, [...args, '--db', join(folder, 'test.db')], { input, encoding: 'utf8' });
  assert.equal(done.status, 0, `diurna ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}

/** Starts `diurna serve` and gives its address. */
export async function serve() {
  const server = spawn(DIURNA, ['serve', '--new', '--port', '0', '--db', join(folder, 'test.db')], { stdio: ['ignore', 'ignore', 'pipe'] });
  left.push(() => server.kill('SIGINT'));
  let said = '';
  const url = await new Promise((done, failed) => {
    server.on('exit', (code) => failed(new Error(`diurna serve ended with ${code}: ${said}`)));
    server.stderr.on('data', (bytes) => {
      said += bytes;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) done(found[0]);
    });
  });
  server.removeAllListeners('exit');
  return { url, stop: () => server.kill('SIGINT') };
}

let browser;
const pages = [];
/** A person with a browser: a page that is watched. `errors` may hold patterns of console errors that the test provokes. */
export async function person(url, { width = 1440, height = 900, scheme = 'light', provoked = [] } = {}) {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu'],
  });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  pages.push(page);
  const wrong = [];
  page.on('pageerror', (e) => wrong.push(`error: ${e.message}`));
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type()) && !provoked.some((p) => p.test(m.text()))) wrong.push(`console: ${m.text()}`);
  });
  page.on('request', (r) => {
    const u = new URL(r.url());
    if (!['data:', 'blob:'].includes(u.protocol) && u.hostname !== '127.0.0.1') wrong.push(`asked ${r.url()}`);
  });
  await page.goto(url);
  return { page, context, wrong, close: () => context.close() };
}

/** Loads the samples through the page. */
export async function samples(page) {
  await page.getByRole('button', { name: 'Load sample reports' }).click();
  await page.locator('.qr').first().waitFor({ timeout: 180_000 });
}

/** The incident as the server has it. */
export const ask = (page, path) => page.evaluate(async (p) => (await fetch(`/api${p}`)).json(), path);

/** The number of the incident whose reports hold these words. */
export async function find(page, words) {
  const { items } = await ask(page, `/incidents?text=${encodeURIComponent(words)}&limit=20`);
  assert.ok(items.length, `no incident with ${words}`);
  return items[0].id;
}
/** Opens an incident and waits until its reports are drawn. */
export async function open(page, base, id, field = '') {
  await page.goto(`${base}/incident/${id}${field ? `?field=${field}` : ''}`);
  await page.locator('.inc').waitFor();
  await page.locator('.txt [data-at]').first().waitFor({ state: 'attached' });
}
/** Waits for the message at the bottom. */
export const said = (page, words) => page.locator('.toast', { hasText: words }).waitFor();

/** Tries an assertion until it holds. */
export async function until(check) {
  for (const end = Date.now() + 15_000; ; ) {
    try {
      return await check();
    } catch (e) {
      if (Date.now() > end) throw e;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** Runs a test; ends with 1 if it fails, and leaves nothing behind. */
export async function test(name, run) {
  const begun = Date.now();
  let failed = null;
  try {
    await run();
  } catch (e) {
    failed = e;
    // What it looked like when it failed.
    if (PICTURES) for (const [i, page] of pages.entries()) if (!page.isClosed()) await page.screenshot({ path: join(PICTURES, `failed-${i}.png`) }).catch(() => {});
  }
  await browser?.close();
  for (const f of left.reverse()) f();
  console.log(`${failed ? 'FAILED' : 'ok'} ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  if (failed) {
    console.error(failed);
    process.exit(1);
  }
  process.exit(0);
}
