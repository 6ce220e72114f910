import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authenticator, house, program as willing } from "./house.mjs";

const { test } = house();

const at = (page, path) => page.waitForURL((url) => url.pathname === path);
const unlockedUntil = (page) => page.locator(".note", { hasText: "Unlocked until" });

test("a passkey signs in, is enrolled by two, and unlocks its owner's key", async ({ demo, desk, axe, shot }) => {
  const page = await desk("trainer");
  await authenticator(page);
  await page.goto("/me");
  await axe(page);
  await shot(page, "me");
  await page.getByLabel("What do you call it?").fill("my phone");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("two colleagues have yet to enrol it").waitFor();

  await page.getByRole("button", { name: "Sign out" }).first().click();
  await at(page, "/signin");
  await page.goto("/signin?after=/me");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await at(page, "/me");
  await page.getByText("With a passkey").waitFor();

  const admin = await desk("administrator");
  await admin.goto("/staff");
  await axe(admin);
  await shot(admin, "staff");
  await admin.getByRole("button", { name: "Enrol: Tom Birchall", exact: true }).click();
  await admin.getByText("Your yes waits for somebody else’s").waitFor();
  const coordinator = await desk("coordinator");
  await coordinator.goto("/staff");
  await coordinator.getByRole("button", { name: "Confirm as the second: Tom Birchall", exact: true }).click();
  await coordinator.getByText("No key waits").waitFor();

  await page.goto("/me");
  await page.getByText("signs for you").waitFor();
  await page.getByRole("button", { name: "Put away" }).click();
  await page.getByRole("link", { name: "Unlock your key" }).waitFor();
  assert.equal(await unlockedUntil(page).count(), 0, "it is still unlocked");
  await page.goto("/unlock?after=/me");
  await axe(page);
  await shot(page, "unlock");
  await page.getByRole("button", { name: "Unlock with a passkey" }).click();
  await at(page, "/me");
  await unlockedUntil(page).waitFor();
  assert.ok(demo.url.startsWith("http://localhost:"));
});

test("a pair unlocks on one device by key files, and puts them away", async ({ demo, phone, axe, shot }) => {
  const page = await phone("scout");
  await page.goto("/unlock?pair=1&after=/me");
  await axe(page);
  await page.getByLabel("Who unlocks beside you?").selectOption({ label: "Miguel Duarte" });
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByLabel("Key file").setInputFiles(join(demo.keys, "ana.key"));
  await page.getByRole("button", { name: "Unlock", exact: true }).click();
  await page.getByText("This key is somebody else’s").waitFor();
  await page.getByLabel("Key file").setInputFiles(join(demo.keys, "miguel.key"));
  await shot(page, "unlock-pair");
  await page.getByRole("button", { name: "Unlock", exact: true }).click();
  await at(page, "/me");
  await page.getByText("As a pair with Miguel Duarte").waitFor();
  await page.getByRole("button", { name: "End the pair alone" }).click();
  await page.getByRole("link", { name: "Unlock as a pair" }).waitFor();
  assert.equal(await page.getByText("As a pair with Miguel Duarte").count(), 0);
});

test("a key file is opened in the browser and is not sent", async ({ demo, desk }) => {
  const page = await desk("mentor");
  const sent = [];
  page.on("request", (r) => sent.push(r.postData() ?? ""));
  await page.goto("/unlock?after=/me");
  await page.getByLabel("Key file").setInputFiles(join(demo.keys, "miguel.key"));
  await page.getByRole("button", { name: "Unlock", exact: true }).click();
  await at(page, "/me");
  await unlockedUntil(page).waitFor();
  assert.ok(sent.some((s) => s.includes("sig=")), "nothing was signed");
  assert.ok(!sent.some((s) => /seed|willing(\+|%20)key/.test(s)), "the key file was sent");
});

test("a key is made in the browser, kept as a file that the command line reads, and enrolled by two", async ({ demo, desk, axe, shot }) => {
  const page = await desk("auditor");
  const sent = [];
  page.on("request", (r) => sent.push(r.postData() ?? ""));
  await page.goto("/me");
  await page.getByText("A key of your own").click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Make a key and download it" }).click()]);
  const path = join(mkdtempSync(join(tmpdir(), "willing-key-")), "agnes.key");
  await file.saveAs(path);
  await axe(page);
  await shot(page, "new-key");
  await page.getByRole("button", { name: "I have the file: offer the key" }).click();
  await page.getByText("waits to be enrolled").first().waitFor();
  assert.ok(!sent.some((s) => /seed|willing(\+|%20)key/.test(s)), "the private half was sent");
  for (const [role, name] of [["administrator", /^Enrol: agnes/i], ["coordinator", /^Confirm as the second: agnes/i]]) {
    const other = await desk(role);
    await other.goto("/staff");
    await other.getByRole("button", { name }).first().click();
    await other.waitForLoadState();
  }
  await page.goto("/unlock?after=/me");
  await page.getByLabel("Key file").setInputFiles(path);
  await page.getByRole("button", { name: "Unlock", exact: true }).click();
  await at(page, "/me");
  await unlockedUntil(page).waitFor();
  const figures = execFileSync(willing, ["figures", "--dir", demo.dir, "--as", "Agnes Duval", "--keyfile", path], { encoding: "utf8" });
  assert.ok(figures.length > 0, "the command line does not read the file");
});

test("a form that was sent after the session had ended comes back in its own page", async ({ desk, axe, shot }) => {
  const page = await desk("coordinator");
  await page.goto("/teams/new");
  await page.getByLabel("Name").fill("Night watch");
  const cookies = await page.context().cookies();
  await page.context().clearCookies({ name: "willing" }); // the session alone: whose browser it is stays known
  await page.getByRole("button", { name: "Save" }).click();
  await at(page, "/signin");
  const kept = new URL(page.url()).searchParams.get("after");
  await page.context().addCookies(cookies.filter((c) => c.name === "willing"));
  await page.goto(kept);
  await at(page, "/teams/new");
  assert.equal(await page.getByLabel("Name").inputValue(), "Night watch");
  await page.getByText("You were signed out while you wrote").waitFor();
  await axe(page);
  await shot(page, "kept");
  await page.getByRole("button", { name: "Save" }).click();
  await at(page, "/teams");
  await page.getByText("Night watch").waitFor();
});

test("the staff pages hold on a phone, and in French", async ({ phone, axe, shot }) => {
  const page = await phone("administrator");
  for (const path of ["/staff", "/staff/new", "/staff/rights", "/staff/ties", "/teams", "/teams/new"]) {
    await page.goto(`${path}?lang=fr`);
    await axe(page);
    await shot(page, `phone${path.replaceAll("/", "-")}`);
  }
});

test("who unlocks without a file, or has no key, is told what to do", async ({ phone, axe, shot }) => {
  const page = await phone("coordinator", { width: 360 });
  await page.goto("/unlock");
  await page.click("form[data-unlock=file] button");
  await page.locator("text=Choose your key file first.").waitFor();
  assert.ok(await page.locator("text=This is not a whole key file").isHidden());
  await page.click("text=I have no key yet");
  await page.locator("text=there your browser makes a key").waitFor();
  await axe(page);
  await shot(page, "unlock-without");
});
