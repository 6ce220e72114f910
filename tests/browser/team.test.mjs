// A team's day on a phone: check, meet, tell, ask, the phone turned round; taps counted for P13 of numbers.md.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { allowOneMeeting, bigText, both, house, keyFile, mentorUnlocks, noSideways, path, sameLook, taps, tell, wholeWords, words } from "./house.mjs";

const { test } = house();
const languages = ["en", "fr", "es", "it", "pt", "ar"];
const stop = "text=They want to stop";

// Names, phones and birthdays that nobody would take for one another.
const names = ["Fiorenza Belluomo", "Ottavio Grimani", "Rosalba Tuccari", "Evaristo Pedrotti", "Milena Castagneto", "Leandro Svizzero", "Agata Quirini",
  "Dionigi Zampolli", "Corinna Vesely", "Ulderico Fanfani", "Perla Marchetti", "Gaspare Ohlsen", "Iride Buonocore", "Tullio Wegner", "Nives Carrara", "Bruno Xaviere",
  "Zeno Palmisano", "Olimpia Brandt", "Saverio Lindqvist", "Tecla Moravia"];
let people = 0;

// meet takes somebody new from the check to a known age. It leaves the page at theirs.
async function meet(page) {
  const i = people++;
  await page.goto("/team");
  await page.fill("#f-q", `${names[i]} +39 34${i % 10} ${7310457 + i * 61813}`);
  await page.locator("form[action='/team/check'] button").first().click();
  await page.fill("#f-source", "harbour talk");
  await page.selectOption("#f-tongue", "en");
  await page.selectOption("#f-territory", "IT");
  await page.click("text=Note and check");
  await page.click("text=Begin the first talk");
  await page.click("text=No, nobody");
  await page.click("text=Note the birth date");
  for (const [field, value] of [["day", 3 + i], ["month", 1 + (i % 12)], ["year", 1975 + i]]) await page.fill(`#f-${field}`, String(value));
  await page.selectOption("#f-paper", "said");
  await page.click(".hold >> text=Go on");
}

// told meets somebody and tells them; the next step is to ask.
async function told(page, demo) {
  allowOneMeeting(demo);
  await both(page, demo);
  await meet(page);
  const person = path(page);
  await tell(page, person);
  await page.waitForURL(person);
  return person;
}

// inHand turns the phone round to somebody new who was told.
async function inHand(page, demo) {
  const person = await told(page, demo);
  await page.goto(`${person}/ask`);
  await page.click(".hold >> text=Ask");
  await page.click("text=It is in their hands");
  await page.waitForURL(/\/turned/);
  return person;
}

// takeBack gives the phone to the team again.
async function takeBack(page, demo, person) {
  await page.goto(`${person}/turned/done?in=en`);
  const given = page.locator("text=I give it back");
  if (await given.count()) await given.click();
  await page.click("main a.button.main");
  await keyFile(page, join(demo.keys, "ana.key"));
}

test("telling takes at most twelve taps, and stopping one", async ({ demo, phone, axe, shot }) => {
  const page = await phone("scout");
  await both(page, demo);
  await meet(page);
  await axe(page);
  await shot(page, "team-person");
  const person = path(page);
  const count = await taps(page);
  const read = await words(page);
  await page.reload();
  await page.click("text=Tell, or read the text again");
  await shot(page, "team-tell-cost");
  await axe(page);
  await page.click("text=They read the rest themselves");
  await shot(page, "team-tell-line");
  await page.click(".hold >> text=Go on");
  await page.click("text=They understand");
  await shot(page, "team-hand-over");
  await axe(page);
  await page.click(".hold >> text=Go on");
  const address = await page.locator(".code").innerText();
  assert.match(address, /\/p\/[\w-]{22}#[\w-]{22}$/);
  const theirs = await phone();
  assert.equal((await theirs.goto(address)).status(), 200, "the link opens the person's own page");
  await shot(page, "team-link");
  await axe(page);
  await page.click("text=They have it");
  for (const point of await page.locator("input[name=heard]").all()) await point.click();
  await shot(page, "team-points");
  await axe(page);
  await page.click(".hold >> text=Go on");
  await page.locator("text=Telling and asking are two meetings").waitFor();
  assert.ok(count() <= 12, `telling took ${count()} taps`);
  console.log(`P13 telling: ${count()} taps, ${read.aloud} words aloud, ${read.all - read.aloud} others on the pages`);

  const before = count();
  await page.click(stop);
  await page.locator("text=Left in peace").waitFor();
  assert.equal(count() - before, 1, "stopping takes one tap");
  console.log(`P13 stop: ${count() - before} tap`);
  await shot(page, "team-stopped");
  await page.click("text=It was a slip: take it back");
  assert.equal(path(page), person);
  await page.click(stop);
  await page.goto(person);
  await page.locator("text=Please do not approach; ask headquarters.").waitFor();
  await shot(page, "team-neutral");
});

test("asking to the receipt takes at most fourteen taps, a no three", async ({ demo, phone, axe, shot }) => {
  const page = await phone("scout");
  const person = await told(page, demo);
  await page.goto("/unlock?pair=1");
  await page.click("button[name=pair]");
  const count = await taps(page);
  const read = await words(page);
  await page.goto(person);
  const begun = count();
  await page.click("main a.button.main");
  await shot(page, "team-ask");
  await axe(page);
  const unlock = page.locator(".hold a", { hasText: "Other half unlocks" });
  if (await unlock.count()) {
    await unlock.click();
    await mentorUnlocks(page, demo);
  }
  await page.click(".hold >> text=Ask");
  await shot(page, "team-turn");
  await axe(page);
  await page.click("text=It is in their hands");
  const theirs = count();
  await page.click("[data-answer=no]");
  const show = page.locator("summary", { hasText: /receipt|ricevuta|recibo|reçu/i });
  await show.waitFor();
  const no = count() - theirs;
  await show.click();
  console.log(`P13 asking to the receipt: ${count() - begun} taps, ${read.all} words on the pages; no: ${no}`);
  assert.ok(count() - begun <= 14, `asking took ${count() - begun} taps`);
  assert.ok(no <= 3, `a no took ${no} taps`);
  await page.goto(`${person}/turned/done?in=en`);
  await page.click("text=I give it back");
  await page.click("main a.button.main");
  await keyFile(page, join(demo.keys, "ana.key"));
  await page.locator("text=Please do not approach; ask headquarters.").waitFor();
});

test("yes and no look the same in every language, in both orders", async ({ demo, phone, axe, shot }) => {
  const page = await phone("scout");
  const orders = new Set();
  for (let nth = 0; orders.size < 2 && nth < 12; nth++) {
    const person = await inHand(page, demo);
    const first = await page.locator(".answer").first().getAttribute("data-answer");
    for (const width of orders.has(first) ? [] : [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      for (const language of languages) {
        await page.goto(`${person}/turned?in=${language}`);
        const [yes, no] = [page.locator("[data-answer=yes]"), page.locator("[data-answer=no]")];
        await sameLook(yes, no);
        await noSideways(page);
        assert.equal(await yes.evaluate((e) => e.form === document.querySelector("[data-answer=no]").form), true, "one form, one tap each");
        await page.locator(".answer").first().focus();
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.className), "answer", "one after the other by keyboard");
        if (width === 390 && nth === 0) await axe(page);
        if (width === 390 && nth === 0 && ["en", "ar"].includes(language)) await shot(page, `team-answer-${language}`);
      }
    }
    orders.add(first);
    await page.setViewportSize({ width: 390, height: 844 });
    await takeBack(page, demo, person);
  }
  assert.equal(orders.size, 2, "over several people both orders occur");
});

test("a person corrects their answer, keeps the receipt, and is asked one thing more", async ({ demo, phone, axe, shot }) => {
  const page = await phone("scout");
  const person = await inHand(page, demo);
  for (const closed of ["/team", "/people", "/", person, "/team/check", "/unlock", "/unlock?pair=1"]) {
    await page.goto(closed);
    assert.match(path(page), /\/turned/, `${closed} opens while the phone is turned round`);
  }
  await page.goto(`${person}/turned?in=en`);
  await page.click("[data-answer=not-now]");
  await shot(page, "team-later");
  await axe(page);
  await page.click("text=Back to the two answers");
  await page.click("[data-answer=no]");
  await page.locator("text=You said no").waitFor();
  await page.click("text=Correct my answer");
  await page.locator("text=The last one holds").waitFor();
  await page.click("text=Leave my answer as it is");
  await page.locator("text=You said no").waitFor();
  await page.goBack();
  await page.locator("text=The last one holds").waitFor(); // and no form is sent again
  await page.click("[data-answer=yes]");
  await page.locator("text=You said yes").waitFor();
  assert.ok(await page.locator("a[download]").isHidden(), "a receipt is shown that nobody asked for");
  await page.click("text=Show my receipt");
  await shot(page, "team-receipt");
  await axe(page);
  const [file] = await Promise.all([page.waitForEvent("download"), page.click("a[download]")]);
  const receipt = JSON.parse(await readFile(await file.path(), "utf8"));
  assert.equal(receipt.receipt.answer, "yes");
  assert.match(receipt.key, /^[a-z2-7]{52}$/);
  await page.locator("text=May we keep your number?").waitFor();
  await sameLook(page.locator("[data-answer=yes]"), page.locator("[data-answer=no]"));
  await page.click("[data-answer=no]");
  await shot(page, "team-done");
  await axe(page);
  await page.click("text=I give it back");
  await page.goto("/team");
  assert.match(path(page), /\/turned/, "the phone is still turned round");
  await page.click("main a.button.main");
  await keyFile(page, join(demo.keys, "ana.key"));
  assert.equal(path(page), person);
  await page.locator("h2", { hasText: "Leave them be" }).waitFor();
});

test("health is answered by the person alone, on the phone turned round", async ({ demo, phone, axe, shot }) => {
  const page = await phone("scout", { width: 360 });
  const person = await inHand(page, demo);
  await page.goto(`${person}/turned?in=en`);
  await page.click("[data-answer=yes]");
  await takeBack(page, demo, person);
  await page.goto(`${person}/form/health-declaration`);
  assert.equal(await page.locator("[name^=q-]").count(), 0, "the team is asked to type");
  await shot(page, "team-hand-form");
  await axe(page);
  await page.click(".hold a"); // the other half of the pair unlocks too: one alone could be the person
  await mentorUnlocks(page, demo);
  await page.click("text=It is in their hands");
  await page.waitForURL(/\/turned\/form\//);
  await page.goto(`${person}/turned/form/health-declaration?in=ar`);
  await shot(page, "team-fill-ar");
  await axe(page);
  await page.goto(`${person}/turned/form/health-declaration?in=en`);
  await page.locator('input[name="q-heart"]').first().check();
  await page.fill("#f-q-anything_else", "Ask me about 2019.");
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "team-fill-dark");
  await axe(page);
  await page.click("text=Save my answers");
  await page.locator("text=give the phone back").waitFor();
  await page.goBack();
  assert.doesNotMatch(await page.locator("body").innerHTML(), /2019/);
  assert.equal(await page.locator("input:checked").count(), 0, "whoever goes back in the browser reads what was answered");
  await takeBack(page, demo, person);
  await page.goto(`${person}/form/health-declaration`);
  await page.locator("text=There are answers already").waitFor();
});

test("after yes and no as many taps lead to the end, and a no is asked nothing more", async ({ demo, phone, shot }) => {
  const page = await phone("scout");
  const taken = {};
  for (const answer of ["yes", "no"]) {
    const person = await inHand(page, demo);
    await page.goto(`${person}/turned?in=en`);
    const steps = [page.locator(`form [data-answer=${answer}]`), answer === "yes" ? page.locator("[data-answer=no]") : page.locator(".hold >> text=Go on"), page.locator("text=I give it back")];
    for (const [nth, step] of steps.entries()) {
      if (nth === 1) assert.equal(await page.locator("text=May we keep your number?").count(), answer === "yes" ? 1 : 0);
      if (nth === 1) await shot(page, `team-answered-${answer}`);
      await step.click();
    }
    await page.locator("main a.button.main").waitFor();
    taken[answer] = steps.length;
    await takeBack(page, demo, person);
  }
  assert.equal(taken.yes, taken.no);
});

test("a person says how far their no reaches", async ({ demo, phone, shot, axe }) => {
  const page = await phone("scout");
  const person = await inHand(page, demo);
  await page.goto(`${person}/turned?in=en`);
  await page.click("text=How far a no reaches");
  assert.equal(await page.locator("input[name=covers]:checked").count(), 0, "something is chosen for them");
  await page.check("input[value=organisation]");
  await shot(page, "team-answer-covers");
  await axe(page);
  await page.click("[data-answer=no]");
  await page.click("text=Show my receipt");
  await page.locator("dd", { hasText: "Everything that this organisation ever does" }).waitFor();
  await takeBack(page, demo, person);
});

test("without script a person says no, and a team stops", async ({ demo, phone }) => {
  const scripted = await phone("scout");
  const person = await inHand(scripted, demo);
  const cookies = await scripted.context().cookies();
  const page = await phone(undefined, { javaScriptEnabled: false });
  await page.context().addCookies(cookies);
  await page.goto(`${person}/turned?in=en`);
  await page.click("[data-answer=no]");
  await page.locator("text=You said no").waitFor();
  await takeBack(scripted, demo, person);
  await page.context().clearCookies();
  await page.context().addCookies(await scripted.context().cookies());
  await page.goto("/team");
  await page.locator("a.go", { hasText: "Told" }).first().click();
  await page.click(stop);
  await page.locator("text=Left in peace").waitFor();
});

test("every page of a team is sound: narrow, large, dark, right to left", async ({ demo, phone, axe, shot }) => {
  const page = await phone("scout");
  await both(page, demo);
  await meet(page);
  const person = path(page);
  const all = {
    today: "/team", person, me: "/me", check: "/team/check", paper: "/team/paper", evening: "/team/evening", talk: `${person}/talk`, age: `${person}/age`,
    tell: `${person}/tell/risks`, form: `${person}/form/first-interview`, minor: `${person}/minor`, type: `${person}/paper`, ask: `${person}/ask`,
  };
  for (const [name, at] of Object.entries(all)) {
    for (const [sort, options] of [["light", {}], ["dark", { colorScheme: "dark" }]]) {
      await page.emulateMedia(options);
      await page.goto(`${at}?lang=en`);
      await axe(page);
      if (sort === "light" || name === "today") await shot(page, `team-${name}${sort === "dark" ? "-dark" : ""}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(`${at}?lang=ar`);
    assert.equal(await page.evaluate(() => document.dir), "rtl");
    await axe(page);
    if (["today", "form", "talk"].includes(name)) await shot(page, `team-${name}-ar`);
    await page.setViewportSize({ width: 320, height: 700 });
    for (const language of languages) {
      await page.goto(`${at}?lang=${language}`);
      await noSideways(page);
      await bigText(page);
      await noSideways(page);
      await wholeWords(page);
    }
    await page.setViewportSize({ width: 390, height: 844 });
  }
});

test("a paper pack is ready to print", async ({ phone, axe, shot }) => {
  const page = await phone("scout", { width: 1000, height: 1200 });
  await page.goto("/team/paper");
  await page.selectOption("#f-in", "ar");
  await page.click("text=Make a pack");
  await axe(page);
  await page.emulateMedia({ media: "print" });
  await shot(page, "team-pack-ar");
  assert.ok((await page.locator(".leaf").count()) >= 5, "a pack has five leaves");
});
