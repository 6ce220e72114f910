// The evening of somebody who has read no more than docs/manual/demo.md: whom the demo left to be asked, and whom to be met.
import assert from "node:assert/strict";
import { join } from "node:path";
import { both, house, keyFile, mentorUnlocks, path, tell } from "./house.mjs";

const { test } = house();

test("who is next can really be asked, and says no on the phone turned round", async ({ demo, phone, shot, axe }) => {
  const page = await phone("scout");
  await shot(page, "team-today-demo");
  await axe(page);
  const next = page.locator("section", { has: page.locator("#next") });
  assert.match(await next.innerText(), new RegExp(demo.ask));
  await next.locator("a.button").click();
  const person = path(page);
  await page.click("main a.button.main");
  await page.click(".hold >> text=Other half unlocks");
  await mentorUnlocks(page, demo);
  await page.click(".hold >> text=Ask");
  await page.click("text=It is in their hands");
  await page.click("[data-answer=no]");
  await page.locator("summary", { hasText: /ricevuta|receipt/i }).click();
  await page.locator(".hold a, .hold button").last().click();
  await page.goto(`${person}/turned/done?in=en`);
  await page.click("text=I give it back");
  await page.click("main a.button.main");
  await keyFile(page, join(demo.keys, "ana.key"));
  await page.locator("text=Please do not approach; ask headquarters.").waitFor();
});

test("who cannot be asked today stands apart, with the day and the reason, until a document decides", async ({ demo, phone, shot, axe }) => {
  const page = await phone("scout");
  const year = new Date().getFullYear() - 18; // perhaps 18, perhaps 17
  await page.goto("/team?lang=en");
  await page.click("a[href='/team/meet/IT']");
  await page.locator("main a.go", { hasText: demo.meet }).click();
  const person = path(page);
  await page.click("main a.button.main");
  await page.click("text=No, nobody");
  await page.goto(`${person}/age`);
  for (const [field, value] of [["day", ""], ["month", ""], ["year", year]]) await page.fill(`#f-${field}`, String(value));
  await page.selectOption("#f-paper", "said");
  await page.click(".hold >> text=Go on");
  await page.locator(`text=was noted as ${year}.`).waitFor();
  await page.locator("h2", { hasText: "Perhaps too young: a document decides" }).waitFor();
  await axe(page);
  for (const language of ["fr", "es", "it", "pt", "ar"]) {
    await page.goto(`${person}?lang=${language}`);
    assert.match(await page.locator("main").innerText(), new RegExp(`31 (de )?\\S+ (de )?${year}`), language);
  }
  await shot(page, "team-too-young-ar");
  await page.goto("/team?lang=en");
  const later = page.locator("section", { has: page.locator("#later") });
  await later.locator("summary").click();
  const dates = (await later.locator(".quiet").allInnerTexts()).map((line) => Date.parse(line.match(/\d+ \w+ \d{4}/)[0]));
  assert.deepEqual(dates, [...dates].sort((a, b) => a - b), "the nearest day first");
  await shot(page, "team-today-later");
  await later.locator("a", { hasText: demo.meet }).click();
  await page.click("main a.button.main");
  for (const [field, value] of [["day", 30], ["month", 10], ["year", 1999]]) await page.fill(`#f-${field}`, String(value));
  await page.selectOption("#f-paper", "passport");
  await page.click(".hold >> text=Go on");
  await page.locator("h2", { hasText: /^Next/ }).waitFor();
  assert.equal(await page.locator("text=Why they count as too young").count(), 0, "the passport decided");
});

test("somebody new is told, and can be asked at the next meeting", async ({ demo, phone, shot }) => {
  const page = await phone("scout", { timezoneId: "America/New_York" });
  await both(page, demo); // the pair's keys were put away with the first answer
  await page.goto("/team?lang=en");
  await page.locator("a.go", { hasText: demo.meet }).click();
  const person = path(page);
  await tell(page, person);
  await page.locator("h2", { hasText: "Next: ask, at the next meeting" }).waitFor();
  assert.match(await page.locator("main").innerText(), /The next meeting begins \d+ \w+ \d{4}[^]*By the clock of this device: \w+,? \d+ \w+ at (19|20):00/);
  await shot(page, "team-next-meeting");
  await page.goto("/team");
  await page.locator("summary", { has: page.locator("#later") }).click();
  await page.locator("section", { has: page.locator("#later") }).locator("a", { hasText: demo.meet }).waitFor();
});

test("a picture of the signed page goes with an answer on paper, and a wrong file is asked for again", async ({ demo, phone, shot, axe }) => {
  const page = await phone("scout");
  await page.goto("/team?lang=en");
  await page.locator("summary", { has: page.locator("#later") }).click(); // the test before told them today
  await page.locator("a.go", { hasText: demo.meet }).click();
  const person = path(page);
  await page.goto(`${person}/paper`);
  const sends = async (name, content) => {
    await page.setInputFiles("#f-scan", { name, mimeType: "image/png", buffer: Buffer.from(content, "latin1") });
    await page.locator(".hold button[form], main form:has(#f-scan) button").first().click();
  };
  await page.check("input[name=answer][value=no]");
  await sends("letter.png", "no picture at all");
  await page.locator("#f-scan[aria-invalid=true]").waitFor();
  await axe(page);
  await shot(page, "team-scan-wrong");
  await sends("page.png", "\x89PNG\r\n\x1a\n the page that she signed");
  await page.locator("text=The signed page goes with the answer.").waitFor();
  await shot(page, "team-scan");
});
