// Two windows of the phone's application at once, and a phone whose browser has no room left.
import assert from "node:assert/strict";
import { house, willing } from "./house.mjs";
import { enrolled, note, phrase, tap } from "./pocket.mjs";

const { test } = house();

test("what stands in one window when another locks the phone comes back behind the door", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await enrolled(page, demo);
  const other = await page.context().newPage();
  await other.goto("/phone/team");
  await other.fill("#f-q", "Evaristo Pedrotti +39 341 7558083");
  await tap(other, "form[action='/phone/team/check'] button");
  await other.fill("#f-source", "a long talk that nobody wants to type twice");
  await other.selectOption("#f-territory", "IT");
  await page.goto("/phone/keep");
  await tap(page, "text=/^Lock/");
  await page.locator("text=This phone is locked").waitFor();
  await tap(other, "text=Note and check");
  await other.locator("text=Your form is still here").waitFor();
  await shot(other, "phone-locked-elsewhere");
  await axe(other);
  await other.fill("#f-passphrase", phrase);
  await tap(other, "text=/^Open$/");
  await tap(other, "text=Save it now");
  await other.locator("text=Begin the first talk").waitFor();
  await other.goto("/phone/team/device");
  await other.locator("header >> text=All sent").waitFor({ timeout: 60_000 });
  assert.equal(willing(demo, "person", "list", "Pedrotti").people.length, 1);
});

test("where the program does not start, what to do is said in the reader's language", async ({ demo, phone }) => {
  const page = await phone();
  await enrolled(page, demo);
  const [worker] = page.context().serviceWorkers();
  const said = await worker.evaluate(() => ["it-CH", "ar", "ja"].map((one) => sorry(new Error("why"), [one])));
  assert.match(said[0], /^L’applicazione non è partita\. Niente va perso\..*\n\n\(why\)$/s);
  assert.match(said[1], /^لم يبدأ التطبيق/);
  assert.match(said[2], /^The application could not start\. Nothing is lost\./);
  assert.equal(await worker.evaluate(() => Object.keys(sorryWords).sort().join()), "ar,en,es,fr,it,pt");
});

test("two windows that both send at once send each thing once", async ({ demo, phone }) => {
  const page = await phone();
  await enrolled(page, demo);
  const other = await page.context().newPage();
  await page.context().setOffline(true);
  await Promise.all([note(page, "Aldo Unosemplice", "+39 340 7496271"), note(other, "Berto Duedispari", "+39 341 7558084")]);
  await Promise.all([page, other].map((one) => one.goto("/phone/team/device")));
  await page.context().setOffline(false);
  await Promise.all([page, other].map((one) => one.evaluate(() => window.dispatchEvent(new Event("online")))));
  for (const one of [page, other]) {
    await one.bringToFront();
    await one.locator("header >> text=All sent").waitFor({ timeout: 60_000 });
  }
  for (const name of ["Unosemplice", "Duedispari"]) assert.equal(willing(demo, "person", "list", name).people.length, 1, name);
});
