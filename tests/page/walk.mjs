// What a reviewer does in a day, by mouse: samples, filters, words, merging, splitting, rejecting, accepting. What was done is there after a reload.

import { assert, ask, find, open, person, said, samples, serve, test, until } from './harness.mjs';

await test('walk', async () => {
  const { url } = await serve();
  const { page, wrong } = await person(url);
  await samples(page);

  // Filters stand in the address, and all views have the same.
  const all = await ask(page, '/incidents?limit=200');
  const differing = all.items.filter((r) => r.differs.length);
  assert.ok(differing.length > 0 && differing.length < all.total);
  const size = () => page.evaluate(() => ['.fbar', '.mapbox', '.qs'].map((s) => document.querySelector(s).getBoundingClientRect().height));
  const room = await size();
  await page.getByRole('button', { name: /Sources differ/ }).click();
  await page.waitForURL(/differs=1/);
  assert.deepEqual(await size(), room, 'nothing moves when a filter is set');
  await page.getByText(`${differing.length} of ${all.total} incidents`).waitFor();
  await until(async () => assert.equal(await page.locator('.qr').count(), differing.length));
  await page.getByRole('link', { name: 'Table' }).click();
  await page.waitForURL(/\/table\?.*differs=1/);
  await until(async () => assert.equal(await page.locator('.grid tbody a.main').count(), differing.length));
  await page.getByRole('button', { name: 'Killed' }).click();
  await page.waitForURL(/sort=-killed/);
  await until(async () => {
    const killed = await page.locator('.grid tbody tr td:nth-child(6)').allInnerTexts();
    const low = killed.map((k) => Number(/\d+/.exec(k)?.[0] ?? -1));
    assert.deepEqual(low, [...low].sort((a, b) => b - a), 'the most dead first');
  });
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByLabel('Country').selectOption('MLI');
  await page.waitForURL(/country=MLI/);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText(`${all.total} of ${all.total} incidents`).waitFor();

  // A period is taken by dragging over the columns, and moved by a key.
  const columns = page.locator('.hist svg');
  const box = await columns.boundingBox();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 8, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/since=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d/);
  const since = new URL(page.url()).searchParams.get('since');
  assert.equal(await page.locator('.hist .out').count() > 0, true, 'what is outside is pale');
  await page.keyboard.press('[');
  await page.waitForURL((u) => u.searchParams.get('since') < since);
  await page.getByRole('button', { name: 'All days' }).click();
  await page.getByText(`${all.total} of ${all.total} incidents`).waitFor();

  // The map comes closer where it is asked to, and the list can be held to what it shows.
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.getByRole('button', { name: 'List these' }).click();
  await page.waitForURL(/near=/);
  await page.keyboard.press('0');
  await page.keyboard.press('z');

  // A field is accepted, and stays accepted after a reload.
  const id = await find(page, 'Sikasso');
  await page.locator(`.qr[data-id="${id}"]`).click();
  await page.locator('.txt [data-at]').first().waitFor();
  const now = (of = id) => ask(page, `/incidents/${of}`);
  const before = await now();
  await page.getByRole('button', { name: 'Where', exact: true }).click();
  await page.locator('mark.f-where.on').first().waitFor();
  await page.getByRole('button', { name: /^Accept / }).first().click();
  await said(page, 'Where accepted');
  await page.reload();
  await page.locator('tr.cur .verdict.v-accepted').waitFor();
  assert.equal((await now()).state, 'in_review');

  // A number is set from words that are selected in the report; they become the evidence.
  await page.getByRole('button', { name: 'Killed', exact: true }).click();
  const mark = page.locator('mark.f-killed.on').first();
  await mark.waitFor();
  const words = await mark.innerText();
  await mark.dblclick({ position: { x: 22, y: 10 } });
  const chosen = await page.evaluate(() => getSelection().toString().trim());
  assert.ok(chosen && words.includes(chosen), `${chosen} of ${words}`);
  await page.getByRole('button', { name: /Set from words/ }).click();
  assert.equal(await page.locator('dialog blockquote').innerText(), chosen);
  await page.getByLabel('At least', { exact: true }).fill('6');
  await page.getByLabel('At most', { exact: true }).fill('9');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: 'why' }).waitFor();
  await page.getByLabel('Reason').fill('the army and the hospital differ');
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Killed set to 6 – 9');
  const edited = await now();
  assert.deepEqual([edited.best.killed.best.low, edited.best.killed.best.high], [6, 9]);
  assert.deepEqual(edited.incident.killed, before.incident.killed, 'accounts are never changed');
  const [evidence] = edited.review.fields.killed.evidence;
  const report = await ask(page, `/reports/${encodeURIComponent(evidence.report)}`);
  assert.equal([...report.text].slice(evidence.start, evidence.end).join(''), chosen);
  await page.locator('tr.cur td.best', { hasText: '6 – 9' }).waitFor();

  // Numbers that are no numbers are refused here, before the server is asked.
  await page.getByRole('button', { name: /^Edit / }).click();
  await page.getByLabel('At least', { exact: true }).fill('9');
  await page.getByLabel('At most', { exact: true }).fill('6');
  await page.getByLabel('Reason').fill('x');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: 'below the lowest' }).waitFor();
  await page.keyboard.press('Escape');

  // Merged, and undone.
  const single = (list) => list.items.find((r) => r.id !== id && r.reports === 1 && r.type === 'ASSAULT').id;
  await page.keyboard.press('m');
  await page.locator('dialog[open]').waitFor();
  const offered = (await now()).candidates.some((c) => !c.decided);
  if (!offered) {
    await page.getByLabel('Number of the other incident').fill(String(single(all)));
    await page.locator('dialog .opt').first().waitFor();
  }
  await page.locator('dialog').getByRole('button', { name: 'Merge' }).click();
  await said(page, 'Merged with incident');
  const merged = await now();
  assert.ok(merged.reports.length > before.reports.length);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await said(page, 'undone');
  const apart = await now();
  assert.equal(apart.reports.length, before.reports.length);

  // Split by dragging a report over, and undone.
  await page.keyboard.press('s');
  const parts = page.locator('.zone').first().locator('.part');
  const many = await parts.count();
  assert.ok(many > 1);
  await parts.last().dragTo(page.locator('.zone.leave'));
  await page.locator('.zone.leave .part').first().waitFor();
  assert.equal(await parts.count(), many - 1);
  await page.getByRole('button', { name: /^Split off 1/ }).click();
  await said(page, 'split off');
  const split = await ask(page, '/incidents?limit=200');
  assert.equal(split.all, all.all + 1);
  await page.keyboard.press('u');
  await said(page, 'undone');
  assert.equal((await ask(page, '/incidents?limit=200')).all, all.all);

  // Linked by hand: it stands on the timeline. What was merged and came back may have a new number.
  const other = single(await ask(page, '/incidents?limit=200'));
  await open(page, url, other);
  await page.keyboard.press('l');
  await page.getByLabel('Number of the other incident').fill(String(id));
  await page.locator('dialog .opt', { hasText: String(id) }).first().waitFor();
  await page.locator('dialog').getByRole('button', { name: 'Link' }).click();
  await said(page, 'Linked');
  assert.ok((await now(other)).timeline.links.some((l) => l.from === other && l.to === id));

  // Rejected with a reason, reopened, accepted, marked as to be published.
  await page.getByRole('button', { name: /^Reject/ }).click();
  await page.locator('dialog').getByRole('button', { name: 'Reject', exact: true }).click();
  await page.getByText('Choose a reason').waitFor();
  await page.getByLabel('Out of scope').check();
  await page.locator('dialog').getByRole('button', { name: 'Reject', exact: true }).click();
  await said(page, 'Rejected');
  assert.deepEqual((await now(other)).review.reject, { reason: 'out_of_scope' });
  await page.getByRole('button', { name: /^Reopen/ }).click();
  await page.locator('dialog').getByRole('button', { name: 'Reopen', exact: true }).click();
  await said(page, 'Reopened');
  await page.getByRole('button', { name: /Accept incident/ }).click();
  await said(page, 'Incident accepted');
  await page.getByRole('button', { name: /To be published/ }).click();
  await said(page, 'To be published');
  await page.getByRole('link', { name: 'Published' }).click();
  await page.locator(`.qr[data-id="${other}"]`).waitFor();
  await page.reload();
  await page.locator(`.qr[data-id="${other}"]`).waitFor();

  // One report alone is kept back, and let go again.
  await open(page, url, id);
  await page.getByRole('button', { name: 'Mark private' }).click();
  await said(page, 'Nothing of this report will leave');
  await page.getByRole('button', { name: 'Private report' }).waitFor();
  const kept = await now();
  const [report1] = kept.reports.filter((r) => r.private);
  assert.deepEqual([kept.review.private, kept.review.private_reports], [false, [report1.id]]);
  const exported = () => page.evaluate(async () => (await fetch('/api/export/jsonl')).text());
  assert.ok(!(await exported()).includes(report1.id));
  await page.getByRole('button', { name: 'Private report' }).click();
  await said(page, 'no longer private');
  assert.ok((await exported()).includes(report1.id));

  // What is private is marked so.
  await page.keyboard.press('f');
  await page.getByLabel(/^Private/).check();
  await said(page, 'Marked private');
  await page.keyboard.press('Escape');
  assert.equal((await now()).review.private, true);

  // The log tells all of it.
  await page.getByRole('link', { name: 'Log' }).click();
  await page.getByText('Killed: edited').first().waitFor();
  await page.getByText('the army and the hospital differ').first().waitFor();
  assert.deepEqual(wrong, []);
});
