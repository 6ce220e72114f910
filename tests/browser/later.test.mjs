// 'Not now' by one's own link: until a day, signed in their own browser, and taken back.
import assert from "node:assert/strict";
import { house } from "./house.mjs";

const { test } = house();

test("they say 'not now' until a day, read it among their answers, and take it back", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await page.goto(`${demo.person.replace("#", "?lang=en#")}`);
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/answer`);
  await page.locator("main a[href$='/later']").click();
  await axe(page);
  const day = `${new Date().getFullYear() + 1}-05-17`;
  await page.fill("#f-until", day);
  await page.locator("main form button.main").click();
  await page.waitForURL(/\/done/);
  await shot(page, "person-not-now-dated");
  await axe(page);
  await page.goto(`${door}/mine`);
  assert.match(await page.locator("main ul.lines").first().innerText(), new RegExp(`17 May ${day.slice(0, 4)}`));
  await Promise.all([page.waitForEvent("load"), page.locator('main form[data-act="lift"] button').click()]);
  await page.goto(`${door}/mine`);
  assert.equal(await page.locator('main form[data-act="lift"]').count(), 0, "it still holds");
});

const other = house();

other.test("they say 'not now' without a day; whoever takes it back finds the question there again", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await page.goto(`${demo.person.replace("#", "?lang=en#")}`);
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/answer`);
  await page.locator("main a[href$='/later']").click();
  await page.locator("main form button.main").click();
  await page.waitForURL(/\/done/);
  await shot(page, "person-not-now");
  await axe(page);
  assert.equal(await page.locator("text=May we keep your number").count(), 0, "of whom nobody comes to, nothing is kept that a number would serve");
  await page.goto(`${door}/mine`);
  await Promise.all([page.waitForEvent("load"), page.locator('main form[data-act="lift"] button').click()]);
  await page.goto(`${door}/answer`);
  await page.locator("text=You have taken back your ‘not now’").waitFor();
  assert.equal(await page.locator("button[data-answer]").count(), 2, "the question that it put off has not run out");
});
