// A phone in the hands of the demo's scout and mentor, for the tests of the phone.
import assert from "node:assert/strict";
import { allowOneMeeting, willing } from "./house.mjs";

export const phrase = "harbour lantern quiet tuesday";
export const path = (page) => new URL(page.url()).pathname;

// tap presses something, and waits for the page that takes the place of the one that stands, if one does, and for its address,
// which follows once it is painted.
export async function tap(page, what) {
  await page.locator(what).first().click();
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
  await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true)))));
}

// install puts the application on a phone.
export async function install(page, code) {
  await page.goto("/phone/" + (code ? "#" + code : ""));
  await tap(page, "text=Put it on this phone");
  await page.waitForSelector("#f-code", { timeout: 60_000 });
  if (code) await page.waitForFunction(() => document.querySelector("#f-code").value); // the page's script puts it there
}

// enrolled is a phone of the scout and the mentor with its first load.
export async function enrolled(page, demo) {
  allowOneMeeting(demo);
  const { code } = willing(demo, "enrol", "--scope", "IT", "--people", "Ana Ribeiro", "--people", "Miguel Duarte");
  await install(page, code);
  assert.equal(await page.inputValue("#f-code"), code, "the code stands in the address that the coordinator shows");
  await page.fill("#f-passphrase", phrase);
  await page.fill("#f-again", phrase);
  await tap(page, "main button");
  await page.waitForURL(/\/phone\/team/, { timeout: 60_000 });
  await page.evaluate(async () => { // it leads on as soon as somebody is there; the rest follows
    const busy = async () => (await (await fetch("/phone/screen", { method: "POST", body: new URLSearchParams() })).json()).busy;
    while (await busy()) await new Promise((later) => setTimeout(later, 100));
  });
  await page.reload();
}

// reopen is the phone after its application was closed and opened again.
export async function reopen(page) {
  const again = await page.context().newPage();
  await page.close();
  await again.goto("/phone/");
  return again;
}

export async function open(page, to = /\/phone\/team/) {
  await page.fill("#f-passphrase", phrase);
  await tap(page, "text=/^Open$/");
  await page.waitForURL(to);
}

// note writes down somebody to meet.
export async function note(page, name, number) {
  await page.goto("/phone/team");
  await page.fill("#f-q", `${name} ${number}`);
  await tap(page, "form[action='/phone/team/check'] button");
  await page.fill("#f-source", "harbour talk");
  await page.selectOption("#f-territory", "IT");
  await tap(page, "text=Note and check");
  await page.locator("text=Begin the first talk").waitFor();
}
