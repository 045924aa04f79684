// Two people at once: they sign in, see each other and each other's changes, and neither writes over the other unseen.

import { assert, ask, diurna, find, open, person, said, samples, serve, test } from './harness.mjs';

const PASSWORD = 'a long first password';

async function signIn(page, name, password) {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

await test('two people', async () => {
  diurna(['users', 'add', 'mira', '--role', 'owner'], `${PASSWORD}\n`);
  diurna(['users', 'add', 'jon', '--role', 'editor'], `${PASSWORD}\n`);
  const { url } = await serve();
  // Refusals are part of this test; the browser writes them to its console.
  const provoked = [/status of 40[139]/, /status of 401/];
  const mira = await person(url, { provoked });
  await mira.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(mira.page, 'mira', 'not the password');
  await mira.page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
  await signIn(mira.page, 'mira', PASSWORD);
  await samples(mira.page);

  const jon = await person(url, { provoked });
  await signIn(jon.page, 'jon', PASSWORD);
  await jon.page.locator('.qr').first().waitFor();
  await mira.page.getByText('2 here').waitFor();

  const id = await find(mira.page, 'Sikasso');
  await open(mira.page, url, id, 'where');
  await jon.page.locator(`.qr[data-id="${id}"]`).waitFor();

  // What one does, the other sees in the list and in the open incident.
  await mira.page.keyboard.press('Enter');
  await said(mira.page, 'Where accepted');
  await jon.page.locator(`.qr[data-id="${id}"] .s-in_review`).waitFor();
  await open(jon.page, url, id, 'where');
  await jon.page.locator('tr.cur .verdict.v-accepted').waitFor();
  await jon.page.getByText('with mira').waitFor();

  // Whoever has it in hand has it alone.
  await jon.page.keyboard.press('d');
  await jon.page.getByLabel('What is wrong').fill('it may be the next village');
  await jon.page.getByRole('button', { name: 'Mark as disputed' }).click();
  await jon.page.locator('.toast.bad', { hasText: 'mira' }).waitFor();
  await jon.page.keyboard.press('Escape');
  assert.equal((await ask(jon.page, `/incidents/${id}`)).review.fields.where.kind, 'accepted');

  // A view that is old is refused, and the page says what happened meanwhile. Without the stream jon's page cannot know.
  await mira.page.keyboard.press('t');
  await said(mira.page, 'Given back');
  await jon.page.getByText('with mira').waitFor({ state: 'detached' });
  await jon.context.setOffline(true);
  await mira.page.keyboard.press('c');
  await mira.page.getByRole('textbox', { name: 'Comment' }).fill('the hospital gave another number');
  await mira.page.getByRole('button', { name: 'Add', exact: true }).click();
  await said(mira.page, 'Comment added');
  await jon.page.route('**/api/events', (r) => r.abort());
  await jon.page.route(/\/api\/incidents\/\d+\?/, (r) => (r.request().method() === 'GET' ? r.abort() : r.continue()));
  await jon.context.setOffline(false);
  await jon.page.keyboard.press('n');
  await jon.page.locator('#accept-field:not([disabled])').waitFor();
  await jon.page.keyboard.press('Enter');
  await jon.page.getByText('Nothing of yours was written').waitFor();
  await jon.page.getByRole('button', { name: 'Show how it is now' }).click();
  await jon.page.getByText('the hospital gave another number').first().waitFor();
  const now = await ask(mira.page, `/incidents/${id}`);
  assert.deepEqual(Object.keys(now.review.fields), ['where'], 'nothing of the refused action was kept');

  // An editor cannot publish or see users.
  await jon.page.unroute('**/api/events');
  await jon.page.unroute(/\/api\/incidents\/\d+\?/);
  await jon.page.goto(`${url}/users`);
  await jon.page.getByText('You are signed in as jon').waitFor();
  await jon.page.getByRole('button', { name: 'Sign out' }).click();
  await jon.page.getByRole('heading', { name: 'Sign in' }).waitFor();

  const ours = jon.wrong.filter((w) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/.test(w));
  assert.deepEqual(ours, []);
  assert.deepEqual(mira.wrong, []);
});
