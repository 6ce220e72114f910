import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { bigText, house, looksFor, noSideways } from "./house.mjs";

const { test } = house();
const pages = ["/", "/people", "/inbox", "/reviews", "/calls", "/requests", "/figures", "/import"];

// somebody opens a person of a stage, or of a list.
async function somebody(page, query) {
  await page.goto(`/people?${query}`);
  await page.locator("[data-rows] a").first().click();
  await page.locator("h1").waitFor();
}

test("every page of headquarters is for everybody", async ({ desk, axe, shot }) => {
  const page = await desk("coordinator");
  for (const path of pages) {
    await page.goto(path);
    await axe(page);
    await shot(page, `office${path.replaceAll("/", "-").replace(/-$/, "-home")}`);
  }
  for (const [query, name] of [["stage=yes", "yes"], ["stage=left-alone", "left-alone"], ["list=call", "waits"], ["list=irregular", "look"]]) {
    await somebody(page, query);
    await axe(page);
    await shot(page, `office-person-${name}`);
  }
  for (const path of ["leave", "correct", "erase"]) {
    const person = page.url().split("/").pop();
    await page.goto(`/people/${person}/${path}`);
    await axe(page);
    await shot(page, `office-${path}`);
    await page.goto(`/people/${person}`);
  }
});

test("nothing scrolls sideways: 320 points, text of 200 %, dark", async ({ phone, desk, axe, shot }) => {
  const small = await phone("coordinator", { width: 320, height: 700, colorScheme: "dark" });
  const large = await desk("coordinator");
  for (const path of pages) {
    await small.goto(path);
    await noSideways(small);
    await large.goto(path);
    await bigText(large);
    await noSideways(large);
  }
  await axe(small);
  await somebody(small, "stage=yes");
  await noSideways(small);
  await axe(small);
  await shot(small, "office-person-small-dark");
});

test("people are found and opened by keys alone", async ({ desk }) => {
  const page = await desk("coordinator");
  await page.goto("/people");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search=/);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  const first = await page.locator("[data-rows] a").first().getAttribute("href");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), first);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${first}`);
});

test("without script people are found too", async ({ desk }) => {
  const page = await desk("coordinator", { javaScriptEnabled: false });
  await page.goto("/people");
  await page.locator("#q").fill("a");
  await page.locator("#q").press("Enter");
  await page.waitForURL(/search=/);
  assert.ok(await page.locator("[data-rows] a").count());
});

test("a mistake is told on top, leads to its field, and loses nothing", async ({ desk, axe, shot }) => {
  const page = await desk("coordinator");
  await page.goto("/inbox");
  await page.locator("#f-given").fill("Ornella");
  await page.locator("#f-phone").fill("12");
  await page.locator("form[action='/inbox'] button").click();
  await page.locator("#problems").waitFor();
  await axe(page);
  await shot(page, "office-inbox-problem");
  assert.equal(await page.locator("#f-given").inputValue(), "Ornella");
  await page.locator("#problems a[href='#f-phone']").click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-phone");
});

test("a list is looked at, taken in, and survives a reload", async ({ desk, axe, shot }) => {
  const page = await desk("coordinator");
  const file = join(tmpdir(), `list-${process.pid}.csv`);
  writeFileSync(file, "Given;Family;Phone;Town\n" + Array.from({ length: 40 }, (_, i) => `Browser${i};Tester${i};+3933355${String(i).padStart(5, "0")};Lucca`).join("\n") + "\n");
  await page.goto("/import");
  await page.locator("#f-file").setInputFiles(file);
  await page.locator("input[value=leads]").check();
  await page.locator("form[action='/import'] button").click();
  await page.waitForURL(/\/import\/[a-z2-7]+$/);
  await axe(page);
  await shot(page, "office-list-look");
  await page.locator("select[name=territory]").selectOption("IT");
  await Promise.all([page.waitForEvent("load"), page.locator("form[action$='/look'] button[formaction]").click()]);
  const again = await page.context().newPage(); // as after a reload; the page also loads itself anew while it works
  await again.goto(page.url());
  await again.locator("#result").waitFor({ timeout: 60_000 });
  await axe(again);
  await shot(again, "office-list-result");
  rmSync(file);
  await looksFor(again, "browser7"); // the other page may be loading itself anew at this very moment
  await again.getByText("Browser7 Tester7").waitFor();
});

test("a broken list is mapped by hand, and its rejected rows are mended and fed in again", async ({ desk, axe, shot }) => {
  const page = await desk("coordinator");
  const file = join(tmpdir(), `broken-${process.pid}.csv`);
  const feed = async (content) => {
    writeFileSync(file, content);
    await page.goto("/import");
    await page.locator("#f-file").setInputFiles(file);
    await page.locator("input[value=leads]").check();
    await page.locator("form[action='/import'] button").click();
    await page.waitForURL(/\/import\/[a-z2-7]+$/);
  };
  const take = async () => {
    const job = page.url();
    await page.locator("select[name=territory]").selectOption("IT");
    await Promise.all([page.waitForEvent("load"), page.locator("form[action$='/look'] button[formaction]").click()]);
    const result = await page.context().newPage();
    await result.goto(job);
    await result.locator("#result").waitFor({ timeout: 60_000 });
    return result;
  };
  await feed("Given;Nachname;Zzyzx;Town\nOrtensia;Falconieri;+393335570001;Lucca\n;;12ab;Lucca\n;;;\n");
  await page.locator("label", { hasText: "Zzyzx" }).waitFor();
  await page.getByLabel("Zzyzx").selectOption("phone");
  await shot(page, "office-list-mapping");
  await axe(page);
  const first = await take();
  await shot(first, "office-list-rejected");
  const rejects = await (await page.request.get(`${first.url().split("?")[0]}/rejects.csv`)).text();
  assert.match(rejects, /12ab/);
  assert.doesNotMatch(rejects, /Falconieri/, "a row that came in is rejected too");
  await feed(rejects.replace(";;12ab", "Bertrando;Maccheroni;+393335570002"));
  const phone = page.getByLabel("Zzyzx");
  if (await phone.count()) await phone.selectOption("phone");
  const second = await take();
  assert.equal(await second.locator("a[href$='rejects.csv']").count(), 0, "the mended row is rejected again");
  rmSync(file);
  for (const name of ["Falconieri", "Maccheroni"]) {
    await looksFor(page, name);
    assert.equal(await page.locator("[data-record]").count(), 1, name);
  }
});

test("a file that cannot be read is explained in French, with its place", async ({ desk, shot }) => {
  const page = await desk("coordinator");
  const file = join(tmpdir(), `faulty-${process.pid}.csv`);
  await page.goto("/import?lang=fr");
  for (const [content, said] of [["%PDF-1.4", /Ce n’est pas un tableau/], ["Prénom;Nom\nAnne;\"Bonnet\n", /guillemet s’ouvre ici.*\(Ligne 2, colonne B\)/]]) {
    writeFileSync(file, content);
    await page.locator("#f-file").setInputFiles(file);
    await page.locator("input[value=leads]").check();
    await page.locator("form[action='/import'] button").click();
    assert.match(await page.locator("#problems").innerText(), said);
  }
  await shot(page, "office-import-faulty-fr");
  writeFileSync(file, "Prénom;Nom\n");
  await page.locator("#f-file").setInputFiles(file);
  await page.locator("input[value=leads]").check();
  await page.locator("form[action='/import'] button").click();
  await page.getByText("Il y a des titres et aucune ligne.").waitFor();
  writeFileSync(file, "Prénom;Nom;Né le;Téléphone\nAnne;Bonnet;31/12/1990;+33612345601\nLuc;Morel;02/03/1991;+33612345602\nÈve;Roy;04/05/1992;+33612345603\n");
  await page.goto("/import");
  await page.locator("#f-file").setInputFiles(file);
  await page.locator("input[value=leads]").check();
  await page.locator("form[action='/import'] button").click();
  await page.getByText("seul le jour peut venir en premier (dates qui le disent : 1)").waitFor();
  await page.getByText("la plupart des numéros avec indicatif en sont (3 sur 3).").waitFor();
  await shot(page, "office-import-why-fr");
  rmSync(file);
  await page.goto("/?lang=en");
});
