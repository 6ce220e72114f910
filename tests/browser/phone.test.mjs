// The phone: installed, enrolled, and then without a network from first to last.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { house } from "./house.mjs";

const { test } = house();
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = join(root, "bin/willing");
const phrase = "harbour lantern quiet tuesday";
const path = (page) => new URL(page.url()).pathname;

// willing runs the command line at headquarters.
const willing = (demo, ...args) => JSON.parse(execFileSync(program, [...args, "--dir", demo.dir, "--as", "admin", "--keyfile", demo.keyfile, "--json"], { encoding: "utf8" }));

// allowOneMeeting publishes the programme again so that telling and asking may be one meeting: no day passes here.
let allowed = false;
function allowOneMeeting(demo) {
  if (allowed) return;
  const folder = join(demo.dir, "..", "programme");
  cpSync(join(root, "examples/sea-rescue"), folder, { recursive: true });
  const settings = readFileSync(join(folder, "programme.yaml"), "utf8");
  writeFileSync(join(folder, "programme.yaml"), settings.replace("version: 1", "version: 2").replace("one_meeting: false", "one_meeting: true"));
  willing(demo, "programme", "publish", folder);
  allowed = true;
}

// install puts the application on a phone.
async function install(page, code) {
  await page.goto("/phone/" + (code ? "#" + code : ""));
  await page.click("text=Put it on this phone");
  await page.waitForSelector("#f-code", { timeout: 60_000 });
}

// enrolled is a phone of the scout and the mentor with its first load.
async function enrolled(page, demo) {
  allowOneMeeting(demo);
  const { code } = willing(demo, "enrol", "--scope", "IT", "--people", "ana", "--people", "miguel");
  await install(page, code);
  assert.equal(await page.inputValue("#f-code"), code, "the code stands in the address that the coordinator shows");
  await page.fill("#f-passphrase", phrase);
  await page.fill("#f-again", phrase);
  await page.click("main button");
  await page.waitForURL(/\/phone\/team/, { timeout: 60_000 });
}

// keyFile opens a key in the browser.
async function keyFile(page, file) {
  await page.setInputFiles("#f-file", file);
  await Promise.all([page.waitForNavigation(), page.click("form[data-unlock=file] button")]);
  assert.notEqual(path(page), "/phone/unlock", "the key opened nothing");
}

async function both(page, demo) {
  await page.goto("/phone/unlock?after=/team");
  await page.selectOption("#f-who", { label: "ana" });
  await page.click("main form >> text=Go on");
  await keyFile(page, join(demo.keys, "ana.key"));
  await page.goto("/phone/unlock?pair=1&after=/team");
  await page.selectOption("#f-who", { label: "miguel" });
  await page.click("main form >> text=Go on");
  await keyFile(page, join(demo.keys, "miguel.key"));
}

// meet takes somebody new from the check to a known age. It leaves the page at theirs.
async function meet(page, name, number) {
  await page.goto("/phone/team");
  await page.fill("#f-q", `${name} ${number}`);
  await page.locator("form[action='/phone/team/check'] button").first().click();
  await page.fill("#f-source", "harbour talk");
  await page.selectOption("#f-tongue", "en");
  await page.selectOption("#f-territory", "IT");
  await page.click("text=Note and check");
  await page.click("text=Begin the first talk");
  await page.click("text=No, nobody");
  await page.click("text=Note the birth date");
  for (const [field, value] of [["day", 3], ["month", 5], ["year", 1981]]) await page.fill(`#f-${field}`, String(value));
  await page.click(".hold >> text=Go on");
}

// inHand tells somebody, hears the four points, asks, and turns the phone round.
async function inHand(page, name, number) {
  await meet(page, name, number);
  const person = path(page);
  await page.click("text=Tell, or read the text again");
  await page.click("text=They read the rest themselves");
  await page.click(".hold >> text=Go on");
  await page.click("text=They understand");
  await page.click(".hold >> text=Go on");
  await page.locator(".code").waitFor();
  await page.click("text=They have it");
  for (const point of await page.locator("input[name=heard]").all()) await point.click();
  await page.click(".hold >> text=Go on");
  await page.waitForURL(new RegExp(person + "$"));
  await page.goto(`${person}/ask`);
  await page.click(".hold >> text=Ask");
  await page.click("text=It is in their hands");
  await page.waitForURL(/\/turned/);
  return person;
}

test("a whole first talk to an answer, without a network, reaches headquarters afterwards", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await enrolled(page, demo);
  await shot(page, "phone-team");
  await axe(page);
  await page.context().setOffline(true);
  await page.reload();
  await both(page, demo);
  const person = await inHand(page, "Fiorenza Belluomo", "+39 347 7310457");
  await shot(page, "phone-question");
  for (const closed of ["/phone/team", "/phone/keep", "/phone/keep/bundle", "/phone/"]) {
    await page.goto(closed);
    assert.match(path(page), /\/turned/, `${closed} opens while the phone is turned round`);
  }
  await page.click("[data-answer=yes]");
  await page.locator("text=You said yes").waitFor();
  await page.goto(`${person}/turned/done?in=en`);
  await page.click("text=I give it back");
  await page.click("main a.button.main");
  await page.selectOption("#f-who", { label: "ana" });
  await page.click("main form >> text=Go on");
  await keyFile(page, join(demo.keys, "ana.key"));
  await page.goto("/phone/team");
  await page.locator("header >> text=/unsent|not sent/i").waitFor();
  await shot(page, "phone-unsent");

  await page.context().setOffline(false);
  await page.locator("header >> text=All sent").waitFor({ timeout: 60_000 });
  const id = person.split("/").pop();
  const there = willing(demo, "person", "show", id);
  assert.equal(there.stage, "yes-provisional");
});
