// Every view in both colour schemes and on a narrow screen: nothing wrong with it for axe, nothing wider than the screen.

import { join } from 'node:path';
import { PICTURES, assert, axeSource, ask, find, open, person, samples, serve, test } from './harness.mjs';

async function axe(page, name) {
  // Page scripts are bound by the policy of the server; this one comes from the browser's own side.
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const r = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return r.violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help, at: v.nodes.slice(0, 4).map((n) => `${n.target.join(' ')} ${n.failureSummary?.split('\n')[1] ?? ''}`) }));
  });
  const bad = found.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  for (const v of found.filter((v) => !bad.includes(v))) console.log(`  note: ${name}: ${v.impact} ${v.id}: ${v.at[0]}`);
  assert.deepEqual(bad, [], `axe in ${name}`);
}

async function look(page, name, suffix) {
  await page.waitForTimeout(350);
  if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${suffix}.png`) });
  await axe(page, `${name}-${suffix}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${name}-${suffix} is ${over} px too wide`);
}

await test('views', async () => {
  const { url } = await serve();
  const first = await person(url);
  await first.page.getByText('No report yet').waitFor();
  await look(first.page, 'empty', 'light');
  await samples(first.page);
  const main = await find(first.page, 'Sikasso');
  const rtl = (await ask(first.page, '/incidents?text=Aqaba')).items[0]?.id;
  const sad = (await ask(first.page, '/incidents?limit=200')).items.find((r) => r.distressing)?.id;
  assert.ok(sad, 'a sample is marked as distressing');
  assert.deepEqual(first.wrong, []);
  await first.close();

  const settings = [['light', 1440, 900, 'light'], ['dark', 1440, 900, 'dark'], ['narrow', 390, 844, 'light'], ['middle', 960, 700, 'light']];
  for (const [suffix, width, height, scheme] of settings) {
    const { page, wrong, close } = await person(url, { width, height, scheme });
    await page.locator('.qr').first().waitFor();
    await page.locator('path.land').first().waitFor({ state: 'attached' });
    await page.locator('.mark').first().waitFor({ state: 'attached' });
    await look(page, 'overview', suffix);
    for (const [view, ready] of [['queue', '.qr'], ['table', '.grid tbody a.main'], ['published', '.empty h2'], ['log', '.lines li'], ['agreement', 'h1'], ['users', '.grid'], ['sign-in', 'form.sign'], ['nowhere', '.empty h1']]) {
      await page.goto(`${url}/${view}`);
      await page.locator(ready).first().waitFor();
      await look(page, view, suffix);
    }
    await open(page, url, main);
    await look(page, 'incident', suffix);
    if (suffix === 'narrow' || suffix === 'middle') {
      for (const part of suffix === 'narrow' ? ['report', 'side', 'time'] : ['side']) {
        await page.locator(`.parts [data-p=${part}]`).click();
        await look(page, `incident-${part}`, suffix);
      }
    }
    await page.keyboard.press('h');
    await page.locator('.drawer').waitFor();
    await look(page, 'incident-history', suffix);
    await page.keyboard.press('Escape');
    for (const [key, what] of [['e', 'edit'], ['s', 'split'], ['x', 'reject'], ['m', 'merge'], ['l', 'link'], ['f', 'flags'], ['?', 'help']]) {
      await page.keyboard.press(key);
      await page.locator('dialog[open]').waitFor();
      await look(page, `dialog-${what}`, suffix);
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
    }
    if (suffix !== 'middle') {
      if (rtl) {
        await open(page, url, rtl);
        await look(page, 'incident-rtl', suffix);
      }
      await page.goto(`${url}/incident/${sad}`);
      if (suffix === 'narrow') await page.locator('.parts [data-p=report]').click();
      await page.getByRole('button', { name: 'Show the words' }).waitFor();
      await look(page, 'incident-covered', suffix);
    }
    assert.deepEqual(wrong, []);
    await close();
  }
});
