// A text is written by one and approved by another, who says whether it matters to those who were told before.
import assert from "node:assert/strict";
import { house } from "./house.mjs";

const { test } = house();

// change writes a new sentence on the risks, hands it in, and gives the address of the version that waits.
async function change(author, sentence) {
  await author.goto("/texts/crew/write/en");
  const risks = author.locator("#b-risks");
  await risks.fill(`${await risks.inputValue()}\n\n${sentence}`);
  await author.locator("button.main", { hasText: "Save" }).click();
  await author.goto("/texts/crew/propose");
  await author.locator("#f-change").fill(sentence);
  await author.locator("main form button.main").click();
  await author.waitForURL(/\/texts$/);
  const at = await author.locator(".note a[href^='/texts/crew/']").getAttribute("href");
  await author.goto(at);
  assert.equal(await author.locator("input[name=matters]").count(), 0, "the author is asked to approve their own text");
  return at;
}

async function approve(approver, at, matters) {
  await approver.goto(`${at}?left=en`);
  assert.ok((await approver.locator("ins").count()) > 0, "the approver does not see what changed");
  assert.equal(await approver.locator("input[name=matters]:checked").count(), 0, "something is chosen for the approver");
  await approver.locator(`input[name=matters][value=${matters}]`).check();
  await approver.locator("#decide").locator("xpath=ancestor::section").locator("button.main").click();
  await approver.waitForURL(/\/texts$/);
}

async function toBeToldAgain(page) {
  await page.goto("/people?list=told-again");
  return page.locator("[data-record]").count();
}

test("a new wording reaches nobody twice; a change that matters is told again to whoever said yes", async ({ desk, axe, shot }) => {
  const author = await desk("coordinator");
  const approver = await desk("administrator");
  const before = await toBeToldAgain(author);
  const wording = await change(author, "The deck is wet and slippery.");
  await approver.goto("/texts");
  await axe(approver);
  await approve(approver, wording, "no");
  await approver.goto(wording);
  assert.equal(await approver.getByText("It matters to those who agreed").count(), 0);
  assert.equal(await toBeToldAgain(author), before, "a mere wording is told again");

  const material = await change(author, "From now on the boat also sails at night.");
  await approver.goto(`${material}?left=en`);
  await axe(approver);
  await shot(approver, "texts-approve");
  await approve(approver, material, "yes");
  const after = await toBeToldAgain(author);
  assert.ok(after > before, `${after} people are to be told again, and ${before} were`);
  await shot(author, "texts-told-again");
  await author.locator("[data-record]").first().getByText("the text has changed since their yes").waitFor();
  await author.goto("/");
  await author.locator("a[href*='told-again']").first().waitFor();
});
