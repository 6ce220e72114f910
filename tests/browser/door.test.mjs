import assert from "node:assert/strict";
import { house } from "./house.mjs";

const { test } = house();

test("a link signs in once, by a button", async ({ demo, desk, axe, shot }) => {
  const page = await desk();
  await page.goto(demo.links.auditor);
  await axe(page);
  await shot(page, "signin-link");
  await page.locator("main form button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/signin"));
  const again = await desk();
  await again.goto(demo.links.auditor);
  const button = again.locator("main form button");
  if (await button.count()) await button.first().click();
  await again.goto("/");
  assert.match(new URL(again.url()).pathname, /^\/signin/, "a used link signed somebody in");
});

test("headquarters opens for the coordinator", async ({ desk, axe, shot }) => {
  const page = await desk("coordinator");
  await page.goto("/");
  await page.locator("h1").waitFor();
  await axe(page);
  await shot(page, "home");
});

test("whoever is not signed in is led to the door and no further", async ({ desk, axe, shot }) => {
  const page = await desk();
  for (const path of ["/", "/audit", "/team", "/texts"]) {
    await page.goto(path);
    assert.match(new URL(page.url()).pathname, /^\/signin/, path);
  }
  await axe(page);
  await shot(page, "signin");
});
