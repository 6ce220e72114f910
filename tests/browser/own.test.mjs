// A person's own pages, from who asks to what is held: each in the browser, as they would walk it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { house, looksFor } from "./house.mjs";

const { test } = house();

// enter opens the private link, in English, and gives the path of its first page.
async function enter(page, demo) {
  await page.goto(demo.person);
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}?lang=en`);
  return door;
}

test("they read who asks and why, turn pages both ways, ask somebody outside, and hide it from an onlooker", async ({ demo, phone }) => {
  const page = await phone();
  const door = await enter(page, demo);
  assert.ok((await page.locator("section[aria-labelledby=who] li").count()) > 0, "nobody is named who met them");
  assert.match(await page.locator("section[aria-labelledby=why]").innerText(), /\S\./);
  await page.goto(`${door}/read/1`);
  const first = await page.locator("article h1").innerText();
  await page.locator(".hold a").click();
  await page.waitForURL(/read\/2$/);
  await page.getByRole("link", { name: "Back", exact: true }).click();
  assert.equal(await page.locator("article h1").innerText(), first);
  for (const path of ["/answer", "/help"]) {
    await page.goto(door + path);
    assert.match(await page.locator("section[aria-labelledby=adviser]").innerText(), /Harbour Advice/, path);
    assert.equal(await page.locator("section[aria-labelledby=adviser] a").getAttribute("href"), "mailto:ask@harbour-advice.example");
  }
  await page.locator(`header a[href^="${door}/quiet?lang="]`).click();
  await page.waitForURL(/\/quiet\?lang=/);
  assert.doesNotMatch(await page.locator("body").innerText(), /crew|answer|stop|Harbour/i);
  await page.locator(`a[href="${door}"]`).click();
  await page.locator("section[aria-labelledby=who]").waitFor();
});

test("they say yes, lift a stop that somebody else set, answer for the doctor, see who looked, correct, take a copy, and are hidden at once when they ask for erasure", async ({ demo, phone, desk, axe, shot }) => {
  const page = await phone();
  const door = await enter(page, demo);
  await page.goto(`${door}/answer`);
  await page.locator('[data-answer="yes"]').click();
  await page.waitForURL(/\/done$/);
  const code = await page.locator("#receipt").getAttribute("data-code");

  const other = await phone(); // somebody who found the receipt
  await other.goto("/stop?lang=en");
  await other.locator("#f-code").fill(code);
  await other.locator("button[formaction]").click();
  await other.getByText("It is recorded").waitFor();
  await other.locator("#f-code").fill(code);
  await other.locator("form:has(#f-code) button.main").click();
  await other.getByRole("heading", { name: "It is noted" }).waitFor();
  await page.goto(`${door}/mine`);
  await Promise.all([page.waitForEvent("load"), page.locator('main form[data-act="lift"] button').click()]);
  await page.goto(`${door}/mine`);
  assert.equal(await page.locator('main form[data-act="lift"]').count(), 0, "the stop still stands");

  await page.goto(door); // health is theirs to write, and the team reads none of it
  await page.locator("a.go", { hasText: "Health declaration" }).click();
  await page.waitForURL(/\/form\//);
  await axe(page);
  await page.locator('input[name="q-heart"]').first().check();
  await page.locator("#f-q-anything_else").fill("  In 2019, and since ٣ years no more.\nAsk me. ");
  await shot(page, "person-form");
  await page.locator('form[data-act="form"] button').click();
  await page.waitForURL(/\/mine$/);
  await page.goto(door);
  await page.getByText("Your answers are saved").waitFor();

  await page.goto(`${door}/correct`);
  await page.locator("#f-given").fill("Serafina");
  await page.locator("#f-family").fill("Quarantotti");
  await page.locator('form[data-act="correct"] button').click();
  await page.waitForURL((url) => !url.pathname.endsWith("/correct"));
  const reader = await desk("coordinator");
  await looksFor(reader, "Quarantotti");
  await reader.locator("[data-record] a").first().click();
  await reader.waitForURL(/\/people\/[a-z2-7]{26}/);
  await page.goto(`${door}/held`);
  assert.match(await page.locator("main dl").innerText(), /Serafina[^]*Quarantotti/);
  assert.match(await page.locator("section[aria-labelledby=looks]").innerText(), /Nadia Keller/);
  const [copy] = await Promise.all([page.waitForEvent("download"), page.locator(`a[href="${door}/file"]`).click()]);
  assert.equal(readFileSync(await copy.path()).subarray(0, 2).toString(), "PK");

  await page.goto(`${door}/erase`);
  await page.locator('main form[data-act="erase"] button').click();
  await page.getByText("asked with the key of your own link").waitFor(); // that key takes it back no more: a link may be in somebody else's hands
  await looksFor(reader, "Quarantotti");
  assert.equal(await reader.locator("[data-record]").count(), 0, "they are not hidden at once");
});
