import { readdirSync, readFileSync } from 'node:fs';
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

// Whatever ends up in the built files. Their terms ask that the notices go with them.
const BUNDLED = [
  'svelte', 'clsx', 'd3-geo', 'd3-array', 'internmap', 'topojson-client', 'world-atlas', '@fontsource-variable/source-sans-3',
  '@fontsource-variable/source-serif-4',
];

/** The licences of what the page is made of, as one file beside it. */
function licences() {
  return {
    name: 'diurna-licences',
    generateBundle() {
      const texts = BUNDLED.map((name) => {
        const home = new URL(`node_modules/${name}/`, import.meta.url);
        const text = readFileSync(new URL(readdirSync(home).find((f) => /^licen[cs]e/i.test(f)), home), 'utf8').trim();
        return `${name}\n${'='.repeat(name.length)}\n\n${text}\n`;
      });
      this.emitFile({ type: 'asset', fileName: 'assets/licences.txt', source: texts.join('\n\n') });
    },
  };
}

export default defineConfig({
  plugins: [svelte(), countries(), licences()],
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
