import assert from "node:assert/strict";
import { join } from "node:path";
import { authenticator, house, keyFile, path } from "./house.mjs";

const { test } = house();
const keys = { coordinator: "nadia", safeguarding: "sam", administrator: "admin" };

// tabTo goes from key to key until one stands under the fingers; press does what it says.
async function tabTo(page, words, kind = "a, button, summary, label, input, select") {
  for (let tabs = 0; tabs < 150; tabs++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate((all) => {
      const e = document.activeElement;
      return e.matches(all) ? `${e.labels?.[0]?.innerText ?? ""} ${e.getAttribute("aria-label") ?? ""} ${e.innerText ?? ""}` : "";
    }, kind);
    if (here.includes(words)) return;
  }
  assert.fail(`${path(page)}: no key leads to '${words}'`);
}

async function press(page, words) {
  await tabTo(page, words, "a, button, summary");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

// answer takes one of two choices of a question, by the keys alone.
async function answer(page, question, yes) {
  const first = page.locator(`input[name=${question}][value=${yes ? "yes" : "no"}]`);
  await first.focus();
  await page.keyboard.press("Space");
  assert.ok(await first.isChecked(), `${question} is not taken by a key`);
}

// ownKey opens the visitor's own key, where a page says that it counts only with that.
async function ownKey(page, demo, role) {
  const link = page.getByRole("link", { name: "Unlock with my key" });
  if (!(await link.count())) return;
  await link.first().click();
  await keyFile(page, join(demo.keys, `${keys[role]}.key`));
}

// beside lets a second person's key act.
async function beside(page, demo, name, key) {
  await page.locator("a[href^='/unlock?pair=1']").first().click();
  await page.selectOption("#f-who", { label: name });
  await page.click("main form >> text=Go on");
  await keyFile(page, join(demo.keys, `${key}.key`));
}

// open shows the first person of a list, and gives their path.
async function open(page, query) {
  await page.goto(`/people?${query}`);
  await page.locator("[data-rows] a").first().click();
  await page.locator("h1").waitFor();
  return path(page);
}

test("namesakes and possible noes are decided one after another, by the keys alone", async ({ demo, desk, axe, shot }) => {
  const page = await desk("coordinator");
  await page.goto("/reviews");
  await ownKey(page, demo, "coordinator");
  for (const verdict of ["Somebody else", "Nobody can tell"]) {
    await page.goto("/reviews");
    await axe(page);
    const who = await page.locator("details h2").first().innerText();
    await tabTo(page, "Why?", "input");
    await page.keyboard.type("spoke with both");
    await press(page, verdict);
    assert.equal(path(page), "/reviews");
    if (verdict === "Somebody else") assert.equal(await page.locator("main h2", { hasText: who }).count(), 0, "it still waits");
  }
  await shot(page, "coordinator-reviews");
});

test("an outside call with either answer, and what comes of it", async ({ demo, desk, axe, shot }) => {
  const page = await desk("coordinator");
  const called = [];
  for (const told of [true, false]) {
    await page.goto("/calls");
    await axe(page);
    const next = page.locator("main a[href^='/calls/']").nth(0);
    called.push((await next.getAttribute("href")).split("/").pop());
    await next.focus();
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    await ownKey(page, demo, "coordinator");
    await axe(page);
    for (const question of ["reached", "alone", "free"]) await answer(page, question, true);
    await answer(page, "told", told);
    await press(page, "Record the call");
    assert.equal(path(page), "/calls");
  }
  await shot(page, "coordinator-calls");
  await page.goto(`/people/${called[0]}`);
  await page.getByText("Alone, told the cost, and free.").waitFor();
  await page.goto(`/people/${called[1]}`);
  await page.getByText("Not told the cost, or not free: a named person looks.").first().waitFor();
  await page.goto("/people?list=worry");
  assert.ok(await page.locator(`[data-rows] a[href='/people/${called[1]}']`).count(), "nobody looks at the wrong answer");
});

test("a no is written down at once, and taken back only by the person, before two", async ({ demo, desk, phone, axe, shot }) => {
  const page = await desk("coordinator");
  const person = await open(page, "stage=noted");
  await press(page, "Record a no or a leaving");
  await axe(page);
  await press(page, "Record the no");
  assert.equal(path(page), person);
  await page.getByText("Please do not approach; ask headquarters.").waitFor();
  await press(page, "What they said, or a worry");
  await axe(page);
  await tabTo(page, "In their own words", "textarea");
  await page.keyboard.type("Her uncle decides.");
  await tabTo(page, "They want the safeguarding lead", "input");
  await page.keyboard.press("Space");
  await shot(page, "coordinator-remark");
  await press(page, "Keep it");
  await page.getByText("It is kept.").waitFor();
  await axe(page);
  await press(page, "Go on");
  assert.equal(await page.getByText("Her uncle").count(), 0, "a coordinator reads what is for safeguarding");
  await press(page, "They come back by themselves");
  await axe(page);
  await page.getByRole("button", { name: "of their own accord" }).click();
  assert.equal(path(page), `${person}/back`, "one alone took a no back");
  await page.goto(`${person}/back`);
  await ownKey(page, demo, "coordinator");
  await beside(page, demo, "Sam Oyelaran", "sam");
  await page.getByText("Together with").waitFor();
  await shot(page, "coordinator-back");
  const small = await phone("coordinator", { width: 360, height: 740, colorScheme: "dark" });
  await small.goto(`${person}/back`);
  await axe(small);
  await shot(small, "coordinator-back-small-dark");
  await press(page, "of their own accord");
  assert.equal(path(page), person);
  assert.equal(await page.getByText("Please do not approach; ask headquarters.").count(), 0);
});

test("somebody joins, gets a hat and a link; a colleague who lost everything is let in again by two", async ({ demo, desk, axe, shot }) => {
  const admin = await desk("administrator");
  await admin.goto("/staff/new");
  await ownKey(admin, demo, "administrator");
  await admin.goto("/staff/new");
  await axe(admin);
  await tabTo(admin, "Name", "input");
  await admin.keyboard.type("Vera Lind");
  await tabTo(admin, "mentor", "input");
  await admin.keyboard.press("Space");
  await press(admin, "Admit");
  await axe(admin);
  const link = await admin.locator(".code", { hasText: "/signin/link/" }).innerText();
  const joined = await desk();
  await joined.goto(link);
  await joined.locator("main form button").first().click();
  await joined.waitForURL((url) => !url.pathname.startsWith("/signin"));

  await press(admin, "Go on");
  const member = path(admin);
  await tabTo(admin, "trainer", "input");
  await admin.keyboard.press("Space");
  await press(admin, "Save");
  await admin.goto(member);
  assert.ok(await admin.locator("input[name=hat][value=trainer]").isChecked(), "the hat is not kept");
  await axe(admin);
  await press(admin, "Let them in again");
  await admin.getByText("A first word is here").waitFor();
  assert.equal(await admin.getByRole("button", { name: "Confirm, and make their link" }).count(), 0, "one alone lets somebody in");
  await joined.goto("/me");
  assert.equal(path(joined), "/me", "half a recovery ended a session");
  const second = await desk("coordinator");
  await second.goto(member);
  await axe(second);
  await press(second, "Confirm, and make their link");
  const again = await second.locator(".code", { hasText: "/signin/link/" }).innerText();
  await shot(second, "coordinator-recovery");
  await joined.goto("/me");
  assert.equal(path(joined), "/signin", "the session of whoever has the lost device goes on");
  const back = await desk();
  await authenticator(back);
  await back.goto(again);
  await axe(back);
  await press(back, "Sign in");
  await back.goto("/me");
  await back.getByLabel("What do you call it?").fill("the new phone");
  await press(back, "Add a passkey");
  await back.getByText("the new phone").first().waitFor();
  await back.goto(link);
  await press(back, "Sign in");
  assert.equal(await back.locator("form[action^='/signin/link']").count(), 0, "a used link opens again");
  assert.match(path(back), /^\/signin\/link\//);
});

test("a file is taken out for somebody, an erasure is asked for, and two say that somebody else asked", async ({ demo, desk, axe, shot }) => {
  const page = await desk("coordinator");
  const person = await open(page, "stage=told");
  await ownKey(page, demo, "coordinator");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`a[href='${person}/file']`).click()]);
  assert.match(download.suggestedFilename(), /^file-[a-z2-7]{6}\.zip$/);
  await page.goto(`${person}/erase`);
  await axe(page);
  await ownKey(page, demo, "coordinator");
  await press(page, "Hide them, and ask that everything goes");
  assert.equal(path(page), person);
  await page.goto("/requests");
  await axe(page);
  await shot(page, "coordinator-requests");
  const row = page.locator("[data-record]", { has: page.locator(`a[href='${person}']`) });
  await row.waitFor();
  const pair = row.getByRole("link", { name: "Two people say so" });
  if (await pair.count()) await beside(page, demo, "Sam Oyelaran", "sam");
  await page.locator(`form[action='/requests/${person.split("/").pop()}/deny'] button`).click();
  await page.goto(person);
  await page.locator("h1").waitFor();
  await page.getByText("Journey").or(page.locator("ol.journey")).first().waitFor();
});

test("the log is searched, and a figure opens to its records", async ({ desk, axe, shot }) => {
  const page = await desk("coordinator");
  await page.goto("/figures");
  await axe(page);
  const figure = page.locator("main a[data-figure]").filter({ hasText: /[1-9]/ }).first();
  const says = Number(await figure.getAttribute("data-figure"));
  await figure.focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await axe(page);
  assert.ok((await page.locator("[data-record]").count()) <= Math.max(says, 1) || says > 25);
  await page.goto("/audit");
  await axe(page);
  await page.locator("#f-type").selectOption("call.made");
  await press(page, "Search");
  assert.equal(new URL(page.url()).searchParams.get("type"), "call.made");
  assert.ok(await page.locator("table.log tbody tr").count(), "no call is in the log");
  await axe(page);
  await shot(page, "coordinator-audit");
  await page.goto("/audit?from=yesterday&person=%E2%80%AEx");
  await page.getByText("Problem").first().waitFor();
});
