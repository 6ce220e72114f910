import assert from "node:assert/strict";
import { bigText, house, noSideways, wholeWords } from "./house.mjs";

const { test } = house();

test("anybody says stop by a number, and hears the same for every number", async ({ phone, axe, shot }) => {
  const said = [];
  for (const number of ["+39 010 555 0101", "+39 010 555 0199"]) {
    const page = await phone();
    await page.goto("/stop");
    await page.locator("#f-number").fill(number);
    await page.locator("main form").first().locator("button").click();
    await page.locator('[role="status"]').waitFor();
    await axe(page);
    said.push(await page.locator("main").innerText());
    await shot(page, "public-stopped");
    await page.close();
  }
  assert.equal(said[0], said[1]);
});

test("a receipt's code tells whether an answer is here; one that is none is explained", async ({ phone, axe, shot }) => {
  const page = await phone();
  await page.goto("/stop");
  await page.locator("#f-code").fill("0123456789abcdef");
  await page.locator("button[formaction]").click();
  await page.locator('[role="status"]').waitFor();
  await axe(page);
  await shot(page, "public-not-yet-here");
  await page.goto("/stop");
  await page.locator("#f-code").fill("nonsense");
  await page.locator("button[formaction]").click();
  await page.locator("#problems").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "problems", "the problem has not the focus");
  await axe(page);
});

test("it is sound in six languages, small, big, dark, and without script", async ({ phone, axe, shot }) => {
  for (const lang of ["en", "fr", "es", "it", "pt", "ar"]) {
    const page = await phone(undefined, { width: 320, colorScheme: lang === "ar" ? "dark" : "light" });
    await page.goto(`/stop?lang=${lang}`);
    assert.equal(await page.locator("html").getAttribute("dir"), lang === "ar" ? "rtl" : "ltr");
    await noSideways(page);
    await axe(page);
    await shot(page, `public-stop-${lang}`);
    await bigText(page);
    await noSideways(page);
    await wholeWords(page);
    await page.close();
  }
  const bare = await phone(undefined, { javaScriptEnabled: false });
  await bare.goto("/stop");
  await bare.locator("#f-number").fill("+39 010 555 0102");
  await bare.locator("main form").first().locator("button").click();
  assert.equal(await bare.locator('[role="status"]').count(), 1);
});

test("whoever says no finds help, and whether the no has arrived", async ({ demo, phone, axe }) => {
  const page = await phone();
  await page.goto(demo.person);
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/answer`);
  await page.locator('[data-answer="no"]').click();
  await page.waitForURL(/\/done$/);
  const code = await page.locator("#receipt").getAttribute("data-code");
  await page.locator(`main a[href="${door}/help"]`).click();
  await page.locator("section[aria-labelledby=adviser]").waitFor();
  assert.ok((await page.locator("main section.reads").count()) >= 2, "nothing is said of other ways to help, or of those who leave");
  await axe(page);
  const stranger = await phone();
  await stranger.goto("/stop?lang=en");
  await stranger.locator("#f-code").fill(code);
  await stranger.locator("button[formaction]").click();
  await stranger.getByText("It is recorded").waitFor();
});
