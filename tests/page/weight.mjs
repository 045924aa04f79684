// What a reader has to load: scripts and styles under 120 KB compressed; nothing in the page asks for anything outside.

import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { assert, test } from './harness.mjs';

await test('weight', () => {
  const folder = new URL('../../crates/serve/page/', import.meta.url);
  const assets = readdirSync(new URL('assets/', folder));
  const size = (f) => gzipSync(readFileSync(new URL(`assets/${f}`, folder)), { level: 9 }).length;
  const code = assets.filter((f) => /\.(js|css)$/.test(f));
  const weight = code.reduce((n, f) => n + size(f), 0);
  console.log(`  scripts and styles: ${(weight / 1024).toFixed(1)} KB compressed`);
  assert.ok(code.length >= 2 && weight < 120 * 1024, `${weight} bytes`);
  const fonts = assets.filter((f) => f.endsWith('.woff2')).reduce((n, f) => n + readFileSync(new URL(`assets/${f}`, folder)).length, 0);
  console.log(`  fonts: ${(fonts / 1024).toFixed(0)} KB, about half of it for letters outside Latin-1 and only loaded where they stand`);
  assert.ok(fonts < 200 * 1024);
  const html = readFileSync(new URL('index.html', folder), 'utf8');
  assert.ok(!/<script(?![^>]*\ssrc=)/.test(html), 'no script in the page itself');
  assert.ok(!/\sstyle=|<style/.test(html), 'no style in the page itself');
  assert.ok(!/https?:\/\//.test(html), 'no address outside');
});
