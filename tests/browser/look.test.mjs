// What needs a look is settled on the person's page, and headquarters hands over a link.
import assert from "node:assert/strict";
import { house } from "./house.mjs";

const { test } = house();

const themes = [["light", {}], ["dark", { colorScheme: "dark" }]];

test("a coordinator looks at what has no effect, and notes what came of it", async ({ desk, phone, axe, shot }) => {
  const page = await desk("coordinator");
  await page.goto("/people?list=irregular");
  const person = await page.locator('a[href^="/people/"]').filter({ hasNotText: /^$/ }).evaluateAll((all) => all.map((a) => a.getAttribute("href")).find((h) => /^\/people\/[a-z2-7]{26}$/.test(h)));
  assert.ok(person, "nobody of the demo needs a look");
  for (const [theme, options] of themes) {
    for (const [size, window] of [["wide", desk], ["phone", phone]]) {
      const other = await window("coordinator", options);
      await other.goto(person);
      await other.locator("#look").scrollIntoViewIfNeeded();
      await axe(other);
      await shot(other, `look-${size}-${theme}`);
    }
  }
  await page.goto(person);
  const before = await page.locator('input[name="ref"]').count();
  assert.ok(before > 0);
  await page.locator("#look-note").fill("An old program on a borrowed phone.");
  await page.getByRole("button", { name: "I have looked" }).click();
  assert.equal(await page.locator('input[name="ref"]').count(), 0);
  assert.match(await page.locator("table").last().innerText(), /An old program on a borrowed phone/);
});

test("headquarters hands over a person's link on the screen", async ({ desk, phone, axe, shot }) => {
  const page = await desk("coordinator");
  await page.goto("/people?stage=told");
  const person = await page.locator("a").evaluateAll((all) => all.map((a) => a.getAttribute("href")).find((h) => /^\/people\/[a-z2-7]{26}$/.test(h ?? "")));
  for (const [theme, options] of themes) {
    for (const [size, window] of [["wide", desk], ["phone", phone]]) {
      const other = await window("coordinator", options);
      await other.goto(`${person}/link`);
      await axe(other);
      await shot(other, `hand-${size}-${theme}`);
    }
  }
  await page.goto(`${person}/link`);
  await page.getByRole("button", { name: "Show it" }).click();
  const link = await page.locator("p.code").innerText();
  assert.match(link, /\/p\/[\w-]{22}#[\w-]{22}$/);
  // The person, elsewhere: a PIN is set with the whole link, and a no stands before it.
  const own = await phone();
  await own.goto(link);
  await own.goto(link.replace(/#.*/, "/pin"));
  await own.locator('input[name="pin"]').fill("4711");
  await own.locator("form[data-pin] button").click();
  await own.waitForURL(/\/held$/);
  await own.goto(link.replace(/#.*/, "/quiet"));
  await own.goto(link.replace(/#.*/, ""));
  await own.locator("details summary").click();
  await axe(own);
  await shot(own, "pin-asked");
  await own.locator('button[value="stop"]').click();
  assert.match(own.url(), /\?said/);
  assert.equal(await own.locator('[role="status"]').count(), 1);
});
