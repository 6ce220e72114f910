import assert from "node:assert/strict";
import { bigText, house, noSideways, sameLook } from "./house.mjs";

const { test } = house();
const languages = ["en", "fr", "es", "it", "pt", "ar"];

test("somebody reads in parts, pauses, and comes back to their place", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await page.goto(demo.person);
  assert.equal(new URL(page.url()).hash, "", "the secret stays in the address");
  assert.ok(!/crew|sea|rescue|willing/i.test(await page.title()), "the title tells what it is about");
  await axe(page);
  await shot(page, "person-welcome");
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/read/1`);
  await axe(page);
  await shot(page, "person-cost");
  for (let part = 1; part < 5; part++) await page.locator(".hold a").last().click();
  await page.goto(`${door}/read`);
  assert.match(page.url(), /read\/5$/);
  await page.goto(`${door}/read/11`);
  assert.match(await page.locator(".threshold h2").evaluate((e) => getComputedStyle(e).borderBlockStartStyle), /double/);
  await shot(page, "person-no-return");
});

test("yes and no look alike in every language, in the dark and on a small screen", async ({ demo, phone, axe, shot }) => {
  for (const colorScheme of ["light", "dark"]) {
    for (const lang of languages) {
      const page = await phone(undefined, { width: 320, colorScheme });
      await page.goto(`${new URL(demo.person).pathname}/answer?lang=${lang}`);
      assert.equal(await page.locator("html").getAttribute("dir"), lang === "ar" ? "rtl" : "ltr");
      const yes = page.locator('[data-answer="yes"]');
      const no = page.locator('[data-answer="no"]');
      await sameLook(yes, no);
      assert.equal((await yes.boundingBox()).y, (await no.boundingBox()).y, "one stands higher");
      await noSideways(page);
      await axe(page);
      if (lang === "ar" || lang === "en") await shot(page, `person-answer-${lang}-${colorScheme}`);
      await bigText(page);
      await noSideways(page);
      await page.close();
    }
  }
});

test("without script one reads and leaves, and a yes says what it needs", async ({ demo, phone, axe }) => {
  const page = await phone(undefined, { javaScriptEnabled: false });
  const door = new URL(demo.person).pathname;
  await page.goto(`${door}/answer`);
  await page.locator('[data-answer="yes"]').click();
  assert.equal(await page.locator("h1").count(), 1);
  assert.match(page.url(), /\/act$/, "a yes without a key went through");
  for (const path of ["", "/read/1", "/mine", "/held", "/help", "/erase", "/later", "/correct", "/quiet"]) {
    const answer = await page.goto(door + path);
    assert.equal(answer.status(), 200, path);
  }
});

test("the keyboard alone reaches both answers, one right after the other", async ({ demo, phone }) => {
  const page = await phone();
  await page.goto(`${new URL(demo.person).pathname}/answer`);
  const order = [];
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => document.activeElement?.dataset?.answer ?? ""));
  }
  const first = order.findIndex(Boolean);
  assert.ok(first >= 0 && order[first + 1], `focus went ${order}`);
});

test("a yes is signed in their own browser; the receipt's key is theirs alone; leaving takes no more taps", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  const posted = [];
  page.on("request", (r) => r.method() === "POST" && posted.push(r.postData() ?? ""));
  await page.goto(demo.person);
  const door = new URL(page.url()).pathname;
  const secret = demo.person.split("#")[1];
  await page.goto(`${door}/answer`);
  await page.locator('[data-answer="yes"]').click();
  await page.waitForURL(/\/done$/);
  await axe(page);
  await shot(page, "person-done-yes");
  assert.ok(posted.length === 2 && posted.every((body) => !body.includes(secret)), "the secret left the browser");
  const key = (await page.locator("#receipt-key").textContent()).trim();
  assert.match(key, /^([a-z2-7]{4} ){6}[a-z2-7]{2}$/);
  await page.getByRole("button", { name: /number|keep it|numero|conservatelo/i }).first().click();
  await page.goto(`${door}/mine`);
  await axe(page);
  await shot(page, "person-mine");
  await page.locator('form[data-act="leave"] button').first().click();
  await page.waitForURL((url) => url.pathname === door);
  await page.goto(`${door}/mine`);
  await page.locator("[data-receipt-key]").fill(key);
  await page.locator('form[data-act="return"] button').click();
  await page.waitForURL((url) => url.pathname === door);
  assert.equal(await page.locator(".note.plain").count(), 0, "they did not come back");
  for (const path of ["/held", "/correct", "/erase", "/help", "/quiet", "/later"]) {
    await page.goto(door + path);
    await axe(page);
    await shot(page, `person${path.replace("/", "-")}`);
  }
});
