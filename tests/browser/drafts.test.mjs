// Forms that somebody began and did not send: behind the phone's PIN, in an application that was closed, and on a laptop.
import assert from "node:assert/strict";
import { house } from "./house.mjs";
import { enrolled, note, open, reopen, tap } from "./pocket.mjs";

const { test } = house();
const words = "She has fished for thirty years, and speaks of it for a long time.";

// idles lets the phone lie for as long as the screen waits.
const idles = (page) => page.evaluate(async () => {
  await fetch("/phone/screen", { method: "POST", body: new URLSearchParams({ use: "idle" }) });
  dispatchEvent(new Event("online")); // whatever asks next hears that the screen is locked
});

const begun = async (page, value = words) => {
  await page.locator("main textarea").first().waitFor();
  await page.waitForFunction((value) => document.querySelector("main textarea").value === value, value);
};

// nothing fails if a form is still here that was begun on a page.
async function nothing(page, at) {
  const drafts = await page.evaluate(async (at) => (await fetch("/phone/draft", { method: "POST", body: new URLSearchParams({ at }) })).json(), at);
  assert.deepEqual(drafts, {});
}

test("a half-filled interview comes back behind the PIN, and in an application that was closed", async ({ demo, phone, axe, shot }) => {
  let page = await phone();
  await enrolled(page, demo);
  await note(page, "Aldo Unosemplice", "+39 340 7496271");
  const person = await page.evaluate(() => document.querySelector("main a[href*='/team/p/']").getAttribute("href").match(/\/phone\/team\/p\/[^/]+/)[0]);
  await page.goto("/phone/keep");
  await page.fill("#f-pin", "2718");
  await tap(page, "text=Keep this PIN");

  await page.goto(`${person}/form/first-interview`);
  await page.locator("main textarea").first().fill(words);
  await idles(page);
  await page.locator("text=The screen is locked").waitFor();
  await page.fill("#f-pin", "2718");
  await tap(page, "text=/^Open$/");
  await page.locator("text=Your form is still here").waitFor();
  await begun(page);
  await shot(page, "phone-form-still-here");
  await axe(page);

  page = await reopen(page);
  await open(page);
  await page.goto(`${person}/form/first-interview`);
  await begun(page);
  assert.equal(await page.locator("text=Your form is still here").count(), 1);
  await tap(page, "text=Leave it");
  await begun(page, "");
  await nothing(page, `${person}/form/first-interview`.slice("/phone".length));
});

test("somebody half noted is still there where the day begins, until they are noted", async ({ demo, phone }) => {
  let page = await phone();
  await enrolled(page, demo);
  await page.goto("/phone/team");
  await page.fill("#f-q", "Berto Duedispari +39 341 7558084");
  await tap(page, "form[action='/phone/team/check'] button");
  await page.fill("#f-source", "harbour talk");
  page = await reopen(page);
  await open(page);
  await page.locator("text=Your form is still here").waitFor();
  await tap(page, "text=Save it now");
  await page.locator("text=Begin the first talk").waitFor();
  await nothing(page, "/team");
});

test("a laptop asks before a form that somebody has written into is left, and at no other time", async ({ desk }) => {
  const page = await desk("scout");
  const asked = [];
  page.on("dialog", (dialog) => (asked.push(dialog.type()), dialog.dismiss()));
  const to = (address) => page.evaluate((address) => void setTimeout(() => location.assign(address)), address);
  const goes = (address) => Promise.all([page.waitForNavigation(), to(address)]);
  const check = "form[action='/team/check']";
  await page.goto("/team/check");
  await goes("/team/check");
  assert.deepEqual(asked, [], "nothing was written");
  await page.waitForLoadState();
  await page.fill("#f-q", "Berto Duedispari");
  await Promise.all([page.waitForEvent("dialog"), to("/team")]);
  assert.deepEqual(asked, ["beforeunload"]);
  assert.equal(await page.inputValue("#f-q"), "Berto Duedispari", "what was written is gone");
  await Promise.all([page.waitForNavigation(), page.click(`${check} button`)]);
  assert.deepEqual(asked, ["beforeunload"], "it was sent");
  await page.goto("/team/check");
  await page.fill("#f-q", "Berto Duedispari");
  await page.evaluate(() => history.replaceState(null, "", "/team/p/somebody/turned/form/health"));
  await goes("/team");
  assert.deepEqual(asked, ["beforeunload"], "whoever holds the phone goes at once");
});

test("who asks a phone to meet headquarters reads by itself what came of it", async ({ demo, phone }) => {
  const page = await phone();
  await enrolled(page, demo);
  await page.goto("/phone/team/device");
  await tap(page, "text=Meet headquarters now");
  await page.waitForFunction(() => !document.querySelector("[data-meeting]"), undefined, { timeout: 10_000 });
  await page.context().setOffline(true);
  await tap(page, "text=Meet headquarters now");
  await page.locator("text=There was no line to headquarters. Nothing is lost. It tries again by itself at").waitFor({ timeout: 10_000 });
});
