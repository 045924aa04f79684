import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const COUNTRIES = new URL('../data/export/countries.tsv', import.meta.url);

/** Code, name and number of each country, from the table that the exports use: the page keeps no list of its own. */
function countries() {
  return {
    name: 'diurna-countries',
    resolveId: (id) => (id === 'virtual:countries' ? '\0countries' : null),
    load(id) {
      if (id !== '\0countries') return null;
      const rows = readFileSync(COUNTRIES, 'utf8').split('\n').filter((l) => l && !l.startsWith('#'));
      const table = rows.map((l) => l.split('\t').slice(0, 3).join('\t')).join('\n');
      return `export default ${JSON.stringify(table)}`;
    },
  };
}

export default defineConfig({
  plugins: [svelte(), countries()],
  build: {
    outDir: '../crates/serve/page',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': { target: process.env.DIURNA || 'http://127.0.0.1:8171' } } },
});
