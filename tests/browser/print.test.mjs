// What is printed: a receipt on one sheet, a paper pack on a few, without what only a screen needs.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { house, shots } from "./house.mjs";

const { test } = house();

// sheets prints a page to build/screenshots/NAME.pdf and counts its sheets.
async function sheets(page, name) {
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  mkdirSync(shots, { recursive: true });
  writeFileSync(join(shots, `${name}.pdf`), pdf);
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

// printed fails if paper shows what only a screen needs, or a dark ground, or cuts text off.
async function printed(page) {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const faults = await page.evaluate(() => {
    const out = [];
    if (!/^rgb\(255, 255, 255\)$|^rgba\(0, 0, 0, 0\)$/.test(getComputedStyle(document.body).backgroundColor)) out.push("a dark ground");
    for (const e of document.querySelectorAll("nav, .menu, .hold, .strip, .languages, footer a, .exit")) {
      if (e.checkVisibility()) out.push(`${e.tagName}.${e.className} is printed`);
    }
    for (const e of document.querySelectorAll("main *")) {
      if (e.checkVisibility() && getComputedStyle(e).overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1) out.push(`${e.tagName}.${e.className} is cut`);
    }
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) out.push("something reaches beyond the paper");
    return out;
  });
  assert.deepEqual(faults, []);
}

test("a receipt fits on one sheet", async ({ demo, phone, shot }) => {
  const page = await phone();
  await page.goto(demo.person);
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/answer`);
  await page.locator('[data-answer="yes"]').click();
  await page.waitForURL(/\/done$/);
  await page.locator("#receipt-key").waitFor();
  assert.equal(await sheets(page, "print-receipt"), 1);
  await printed(page);
  await page.setViewportSize({ width: 794, height: 1123 });
  await shot(page, "print-receipt");
});

test("a paper pack is a few sheets, each on paper's own white", async ({ phone, shot }) => {
  const page = await phone("scout", { width: 794, height: 1123 });
  for (const language of ["en", "it", "ar"]) {
    await page.goto("/team/paper");
    await page.selectOption("#f-in", language);
    await page.click("text=Make a pack");
    await page.locator(".leaf").first().waitFor();
    const n = await sheets(page, `print-pack-${language}`);
    const leaves = await page.locator(".leaf").count();
    assert.ok(n >= leaves - 1 && n <= 2 * leaves, `${leaves} leaves on ${n} sheets`);
    console.log(`paper pack (${language}): ${leaves} leaves on ${n} sheets`);
    await printed(page);
    await shot(page, `print-pack-${language}`);
    await page.emulateMedia({ media: null, colorScheme: null });
  }
});
