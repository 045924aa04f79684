// One whole pass by keyboard alone, from an empty database to an incident that is to be published.

import { assert, ask, person, said, samples, serve, test } from './harness.mjs';

await test('keyboard', async () => {
  const { url } = await serve();
  const { page, wrong } = await person(url);
  const key = (k) => page.keyboard.press(k);
  const type = (t) => page.keyboard.type(t);
  const tabTo = async (words, most = 40) => {
    for (let i = 0; i < most; i++) {
      await key('Tab');
      const now = await page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('aria-label') || '');
      if (now.includes(words)) return;
    }
    assert.fail(`Tab does not come to ${words}`);
  };
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);

  await page.getByText('No report yet').waitFor();
  await tabTo('Load sample reports');
  await key('Enter');
  await page.locator('.qr').first().waitFor({ timeout: 180_000 });

  // The list: fast keys are all counted, and Enter opens what has the focus.
  const total = (await ask(page, '/incidents?limit=1')).total;
  assert.ok(total > 8, `${total} incidents`);
  for (let i = 0; i < 7; i++) await key('j');
  await page.locator('.qr.sel[data-n="6"]').waitFor();
  for (let i = 0; i < 6; i++) await key('k');
  await page.locator('.qr.sel[data-n="0"]').waitFor();

  // Search, with the keys off while typing.
  await key('/');
  await type('jackals Sikasso');
  await key('Enter');
  await page.getByText('Nothing fits').waitFor();
  await key('0');
  await key('/');
  await type('Sikasso');
  await key('Enter');
  await page.waitForURL(/text=Sikasso/);
  const some = (await ask(page, '/incidents?text=Sikasso&limit=1')).total;
  await page.getByText(`${some} of ${total} incidents`).waitFor();
  for (let i = 0; i < 4; i++) await key('k');
  await page.locator('.qr.sel[data-n="0"]').waitFor();
  await key('Enter');
  await page.locator('.txt [data-at]').first().waitFor();
  const id = Number(/incident\/(\d+)/.exec(page.url())[1]);
  const now = () => ask(page, `/incidents/${id}`);

  // Fields: n takes the focus to what accepts the field, so Enter accepts what is seen.
  await key('n');
  assert.equal(await focused(), 'accept-field');
  const field = new URL(page.url()).searchParams.get('field');
  await page.locator('#accept-field:not([disabled])').waitFor();
  await key('Enter');
  await said(page, 'accepted');
  assert.equal((await now()).review.fields[field].kind, 'accepted');
  await key('u');
  await said(page, 'undone');
  assert.equal((await now()).review.fields[field], undefined);

  // Words by arrow keys, then the field is set from them.
  const before = page.url();
  for (let i = 0; i < 20 && !page.url().includes('field=killed'); i++) await key('n');
  assert.match(page.url(), /field=killed/, before);
  await page.locator('mark.f-killed.on').first().waitFor();
  await key('v');
  // Past the headline, whose last word may be the number: evidence does not run over a paragraph.
  for (let i = 0; i < 4; i++) await key('ArrowRight');
  await key('Shift+ArrowRight');
  const words = await page.evaluate(() => getSelection().toString());
  assert.equal(words.split(' ').length, 2, words);
  await key('e');
  await page.locator('dialog[open]').waitFor();
  assert.equal(await page.locator('dialog blockquote').innerText(), words);
  await type('read again');
  // Where the words are no number, one is typed.
  const low = page.getByLabel('At least', { exact: true });
  if (!(await low.inputValue())) {
    await low.focus();
    await type('6');
  }
  await page.getByLabel('Reason').focus();
  await key('Enter');
  await said(page, 'Killed set to');
  const verdict = (await now()).review.fields.killed;
  assert.equal(verdict.kind, 'edited');
  assert.equal(verdict.reason, 'read again');
  assert.equal(verdict.evidence[0].text, words);

  // A dialog gives the focus back; Escape leaves things as they are.
  await key('n');
  await key('x');
  await page.locator('dialog[open]').waitFor();
  await key('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  assert.equal(await focused(), 'accept-field');
  assert.equal((await now()).state, 'in_review');

  // History opens and closes, and the focus comes back.
  await key('h');
  await page.locator('.drawer').waitFor();
  await key('Escape');
  await page.locator('.drawer').waitFor({ state: 'detached' });

  await key('a');
  await said(page, 'Incident accepted');
  await key('y');
  await said(page, 'To be published');
  assert.equal((await now()).state, 'published');
  await key('o');
  await page.locator('dialog[open] textarea').waitFor();
  await type('one more report is expected');
  await key('Control+Enter');
  await said(page, 'Reopened');
  assert.equal((await now()).state, 'in_review');
  await key('b');
  await page.waitForURL(/\/queue/);
  await key('?');
  await page.getByText('Keys and signs').waitFor();
  await key('Escape');
  assert.deepEqual(wrong, []);
});
