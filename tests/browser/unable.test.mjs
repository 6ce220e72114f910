// A private link in a browser that cannot sign, and one whose PIN was given long ago: a no goes through in both, and what was
// written is not lost.
import assert from "node:assert/strict";
import { house } from "./house.mjs";

const { test } = house();

// older takes away what older browsers do not have.
const older = (page) =>
  page.addInitScript(() => {
    const has = SubtleCrypto.prototype.importKey;
    SubtleCrypto.prototype.importKey = function (format, data, algorithm, ...rest) {
      if ((algorithm.name ?? algorithm) === "Ed25519") return Promise.reject(new DOMException("", "NotSupportedError"));
      return has.call(this, format, data, algorithm, ...rest);
    };
  });

test("what was written waits for the PIN, with script and without, and a no does not wait", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await page.goto(demo.person.replace("#", "?lang=en#"));
  const door = new URL(page.url()).pathname;
  const forgets = () => page.context().clearCookies({ name: "opened" });
  await page.goto(`${door}/pin`);
  await page.locator("#f-pin").fill("4711");
  await page.locator("form[data-pin] button").click();
  await page.waitForURL(/held$/);

  await page.goto(`${door}/correct`);
  await page.locator("#f-town").fill("Recco");
  await forgets();
  await page.locator('form[data-act="correct"] button').click();
  await page.locator("#f-pin-again").fill("1234");
  await axe(page);
  await shot(page, "person-pin-again");
  await page.locator("#pin-again button").click();
  await page.locator("#said li").waitFor();
  assert.equal(await page.locator("#f-town").inputValue(), "Recco");
  await page.locator("#f-pin-again").fill("4711");
  await page.keyboard.press("Enter");
  await page.waitForURL(/held$/);
  assert.match(await page.locator("main dl").innerText(), /Recco/);

  await forgets();
  await page.goto(`${door}/help`);
  await page.locator("#f-pin").fill("4711");
  await page.keyboard.press("Enter");
  await page.waitForURL(/help$/);

  const bare = await phone(undefined, { javaScriptEnabled: false });
  await bare.goto(`${door}/correct?lang=en`);
  await bare.locator("#f-pin").fill("4711");
  await bare.locator("main form button").first().click();
  await bare.locator("#f-town").fill("Sori");
  await bare.context().clearCookies({ name: "opened" });
  await bare.locator('form[data-act="correct"] button').click();
  await bare.locator("[role=status]").waitFor();
  await bare.locator("#f-pin").fill("4711");
  await bare.locator("main form button").first().click();
  await bare.waitForURL(/held$/);
  assert.match(await bare.locator("main").innerText(), /Sori/);

  await page.goto(`${door}/answer`);
  await forgets();
  await page.locator('[data-answer="no"]').click();
  await page.waitForURL(/\?said$/);
  assert.equal(await page.locator("[role=status]").count(), 1);
});

const other = house();

other.test("a browser that cannot sign says so, and says no all the same", async ({ demo, phone }) => {
  const page = await phone();
  await older(page);
  await page.goto(demo.person.replace("#", "?lang=en#"));
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/answer`);
  await page.locator("[data-no-key]").waitFor();
  await page.locator('[data-answer="yes"]').click();
  await page.waitForURL(/act$/);
  await page.getByRole("heading", { name: "This needs your own key" }).waitFor();
  await page.goto(`${door}/answer`);
  await page.locator('[data-answer="no"]').click();
  await page.waitForURL(/done$/);
  await page.getByRole("heading", { name: "It ends here" }).waitFor();
});

const third = house();

third.test("a stop and a leaving need nothing of the browser either", async ({ demo, phone }) => {
  const page = await phone();
  await older(page);
  await page.goto(demo.person.replace("#", "?lang=en#"));
  const door = new URL(page.url()).pathname;
  await page.locator('footer form[data-act="stop"] button').click();
  await page.waitForURL(/\?stopped=/);
  await page.goto(`${door}/mine`);
  assert.equal(await page.locator('form[data-act="leave"]').count(), 0, "they are not left alone");
});
