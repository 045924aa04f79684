// How the words of a report are read as a number of persons when somebody selects them.

import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert, test } from './harness.mjs';

const require = createRequire(new URL('../../page/package.json', import.meta.url));

await test('numbers', async () => {
  const plain = (code) => require('typescript').transpileModule(code, { compilerOptions: { module: 99, target: 9 } }).outputText;
  const folder = mkdtempSync(join(tmpdir(), 'diurna-numbers-'));
  try {
    const file = join(folder, 'numbers.mjs');
    writeFileSync(file, plain(readFileSync(new URL('../../page/src/lib/numbers.ts', import.meta.url), 'utf8')));
    const { rangeIn } = await import(pathToFileURL(file));
    const is = (words, low, high) => assert.deepEqual(rangeIn(words), { low, high }, words);
    is('six soldiers', 6, 6);
    is('twenty-one people', 21, 21);
    is('a hundred and five', 105, 105);
    is('1,200 people', 1200, 1200);
    is('at least three', 3, null);
    is('more than 40', 41, null);
    is('14 or more', 14, null);
    is('as many as nineteen', 0, 19);
    is('between four and six', 4, 6);
    is('17 to 19', 17, 19);
    is('17–19 people', 17, 19);
    is('several', 3, 9);
    is('dozens of people', 24, 99);
    is('a policeman', 1, 1);
    is('nobody', 0, 0);
    assert.equal(rangeIn('many people'), null);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
