import assert from "node:assert/strict";
import { house, noSideways } from "./house.mjs";

const { test } = house();

// opened counts the records behind a figure, page by page, without drawing them.
async function opened(page, address) {
  let n = 0;
  for (let next = address; next; ) {
    const body = await (await page.request.get(next)).text();
    n += body.split("data-record").length - 1;
    next = (body.match(/href="([^"]+)" rel="next"|rel="next" href="([^"]+)"/) ?? []).slice(1).find(Boolean)?.replaceAll("&amp;", "&");
  }
  return n;
}

for (const role of ["coordinator", "auditor", "scout"]) {
  test(`every figure opens to exactly its people: ${role}`, async ({ desk }) => {
    const page = await desk(role);
    let looked = 0;
    for (const path of ["/", "/figures"]) {
      await page.goto(path);
      const figures = await page.locator("[data-figure]").evaluateAll((links) => links.map((a) => [a.getAttribute("href"), Number(a.dataset.figure)]));
      for (const [address, says] of figures) assert.equal(await opened(page, address), says, `${path}: ${address}`);
      looked += figures.length;
    }
    assert.ok(looked > 8, `${role} is shown ${looked} figures`);
  });
}

test("pictures are told in words, keep their bounds, and fit a phone in the dark", async ({ phone, desk, axe, shot }) => {
  const page = await desk("coordinator");
  await page.goto("/figures");
  const weeks = page.locator("svg[role=img]");
  assert.match(await weeks.locator("desc").textContent(), /Most yeses in one week: \d+/);
  const chart = await weeks.locator("rect.f-sea").count();
  await page.locator("details summary", { hasText: "numbers" }).click();
  assert.ok((await page.locator("details tbody tr").count()) >= chart, "the table says less than the picture");
  const [low, open] = await page.locator(".bars").first().locator("li", { hasText: "at least" }).locator("a").evaluateAll((links) => links.map((a) => Number(a.dataset.figure)));
  await page.getByText(`at most ${low + open}`).first().waitFor();
  assert.ok(await page.locator(".bars .hatch").first().isVisible(), "the bound is drawn as if it were certain");
  await axe(page);
  await page.emulateMedia({ media: "print" });
  await shot(page, "figures-print");
  const small = await phone("coordinator", { colorScheme: "dark" });
  await small.goto("/figures?lang=fr");
  await noSideways(small);
  await axe(small);
  await shot(small, "figures-phone-dark-fr");
  await small.goto("/figures?lang=en");
});
