// By the keyboard alone: a person from their link to the receipt, a scout from the sign-in link to a stop. Whatever has the focus is
// seen to have it, and nothing lies over it.
import assert from "node:assert/strict";
import { house, path, sameLook, taps } from "./house.mjs";

const { test } = house();
const languages = ["en", "fr", "es", "it", "pt", "ar"];

// focused tells of what has the focus: whether it is seen, and whether something lies over all of it.
const focused = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const shown = e.closest("label") ?? e;
    const { left, right, top, bottom } = shown.getBoundingClientRect();
    const at = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)));
    const style = getComputedStyle(e);
    return {
      name: `${e.tagName} ${e.textContent.trim().slice(0, 30) || e.name}`,
      seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      clear: at.some((over) => over && (shown.contains(over) || over.contains(shown))),
    };
  });

// tab presses the tab key until a place has the focus.
async function tab(page, place) {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (at) assert.ok(at.seen && at.clear, `${path(page)}: ${JSON.stringify(at)}`);
    if (await page.evaluate((s) => document.activeElement.matches(s), place)) return;
  }
  assert.fail(`no key leads to ${place} on ${path(page)}`);
}

// go tabs to a place, and presses the enter key there.
async function go(page, place) {
  await tab(page, place);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

test("a person reads, stops to think, answers and keeps the receipt", async ({ demo, phone }) => {
  const page = await phone(undefined, { width: 360, height: 640 });
  await page.goto(demo.person.replace("#", "?lang=en#"));
  const door = path(page);
  await go(page, `a[href="${door}/read"]`);
  await go(page, `.hold a`);
  await page.waitForURL(/read\/2$/);
  await go(page, `main a[href="${door}/read/1"]`);
  await go(page, `footer a[href="${door}"]`);
  await go(page, `main a[href="${door}/answer"]`);
  await tab(page, "summary");
  await page.keyboard.press("Enter");
  await tab(page, "input[name=covers]");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Tab"); // back from how far it reaches to the two answers
  for (let n = 0; n < 4 && !(await page.evaluate(() => document.activeElement.dataset.answer === "no")); n++) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/done$/);
  await tab(page, "[data-print]");
  await tab(page, "#receipt-json");
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(file.suggestedFilename(), "receipt.json");
});

test("a scout signs in, reads the costs, and stops", async ({ demo, phone }) => {
  const page = await phone(undefined, { width: 360, height: 640 });
  await page.goto(demo.links.scout);
  await go(page, "main form button");
  await go(page, 'a[href^="/team/p/"]');
  const person = path(page);
  await tab(page, '.hold button, .hold form button');
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  assert.equal(path(page), `${person}/stopped`);
});

test("on a person's own page the two answers are alike in both orders and all languages, one key and one tap apart", async ({ demo, phone, desk }) => {
  const reader = await desk("coordinator");
  await reader.goto("/people?stage=offered");
  const people = await reader.locator("[data-record] a").evaluateAll((all) => all.map((a) => a.getAttribute("href")).filter((h) => /^\/people\/[a-z2-7]{26}$/.test(h)));
  const orders = {}; // how many taps lead to the end, by the answer that stands first
  for (const person of people) {
    await reader.goto(`${person}/link`);
    await reader.getByRole("button", { name: "Show it" }).click();
    const link = (await reader.locator("p.code").innerText()).trim();
    const page = await phone(undefined, { width: 360 });
    const count = await taps(page);
    await page.goto(link);
    const door = path(page);
    await page.goto(`${door}/answer`);
    const first = await page.locator("[data-answer]").first().getAttribute("data-answer");
    if (orders[first]) {
      await page.context().close();
      continue;
    }
    for (const lang of languages) {
      await page.goto(`${door}/answer?lang=${lang}`);
      assert.equal(await page.locator("[data-answer]").first().getAttribute("data-answer"), first, "the order depends on the language");
      await sameLook(page.locator("[data-answer=yes]"), page.locator("[data-answer=no]"));
      await tab(page, "[data-answer]");
      assert.equal(await page.evaluate(() => document.activeElement.dataset.answer), first);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.dataset.answer), first === "yes" ? "no" : "yes");
    }
    await page.goto(door);
    const begun = count();
    await page.locator(`main a[href="${door}/answer"]`).click();
    await page.locator(`[data-answer=${first}]`).click();
    await page.waitForURL(/done$/);
    orders[first] = count() - begun;
    if (Object.keys(orders).length === 2) break;
  }
  assert.deepEqual(orders, { yes: 2, no: 2 }, "both orders occur, and either answer takes as many taps");
});
