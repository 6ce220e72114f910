// Every page of every reader: found, light, no wider than a small screen, and without grave findings.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { bigText, house, noSideways, soundBar } from "./house.mjs";

const { test } = house();
const lightest = 30_000; // bytes, compressed
const own = 100_000; // bytes of style and script together, uncompressed

const pages = {
  coordinator: ["/", "/people", "/inbox", "/reviews", "/conflicts", "/calls", "/requests", "/figures", "/import", "/texts", "/texts/crew/2", "/texts/crew/write/fr", "/texts/crew/propose",
    "/programme", "/programme/gates", "/teams", "/teams/new", "/staff", "/staff/ties", "/staff/rights", "/devices", "/audit", "/me", "/unlock"],
  administrator: ["/staff/new"],
  auditor: ["/", "/people", "/figures", "/audit", "/requests"],
  scout: ["/team", "/team/check", "/team/paper", "/team/evening", "/figures", "/people"],
};

for (const [role, paths] of Object.entries(pages)) {
  test(`pages of the ${role} are light and fit 320 points and text of 200 %`, async ({ phone }) => {
    const page = await phone(role, { width: 320, height: 700 });
    for (const path of paths) {
      for (const lang of ["fr", "en"]) {
        const answer = await page.goto(`${path}?lang=${lang}`);
        assert.equal(answer.status(), 200, path);
        const size = gzipSync(await answer.body()).length;
        assert.ok(size < lightest, `${path} weighs ${size} bytes`);
        await noSideways(page);
      }
      const files = await page.evaluate(() => performance.getEntriesByType("resource").filter((r) => r.name.includes("/static/")).map((r) => r.name));
      let weight = 0;
      for (const file of files) weight += (await (await page.request.get(file)).body()).length;
      assert.ok(weight > 0 && weight < own, `${path} brings ${weight} bytes of its own`);
      await bigText(page);
      await noSideways(page);
      await soundBar(page);
    }
  });
}

test("nothing on a page of headquarters stands in English in French, or in code", async ({ desk }) => {
  const page = await desk("coordinator");
  for (const path of ["/staff/rights", "/programme", "/people", "/inbox", "/figures", "/reviews"]) {
    await page.goto(`${path}?lang=fr`);
    const text = await page.locator("main").innerText();
    for (const bad of ["south-america", "first-interview", "swim-test", "after-yes", "First interview", "South America", "approve a text", "see people"]) {
      assert.ok(!text.includes(bad), `${path} says ${bad}`);
    }
  }
  await page.goto("/?lang=en");
});

test("the menu of a phone opens and leads on, with and without script", async ({ phone, axe, shot }) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await phone("coordinator", { javaScriptEnabled });
    await page.goto("/figures");
    const people = page.locator(".menu a[href='/people']");
    assert.ok(await people.isHidden());
    await page.locator(".menu > summary").click();
    if (javaScriptEnabled) await axe(page);
    if (javaScriptEnabled) await shot(page, "office-menu");
    await people.click();
    await page.waitForURL("**/people");
  }
});

test("the menu of a desk is open, and its keys are reached", async ({ desk }) => {
  const page = await desk("coordinator");
  await page.goto("/people");
  assert.ok(await page.locator(".menu a[href='/figures']").isVisible());
  await page.locator(".menu a[href='/people']").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "/inbox");
});
