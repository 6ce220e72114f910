// Every page that a link leads to, for every reader: without grave findings, wide and light, narrow and dark. A page that
// comes new joins by itself. Pictures of all lie in build/screenshots/every-….
import assert from "node:assert/strict";
import { house } from "./house.mjs";

const { test } = house();

// kind is a page's address without what it is about: one of each kind is looked at.
const kind = (path) =>
  path.split(/[?#]/)[0].split("/").map((part) => (/^[a-z2-7]{26}$|^[\w-]{22}$|^[0-9a-f]{16,}$|^\d+$/.test(part) ? "*" : part)).join("/");

// crawl opens one page of each kind that can be reached, and calls look on it.
async function crawl(page, begin, look) {
  const seen = new Set();
  const next = [...begin];
  while (next.length) {
    const path = next.shift();
    if (seen.has(kind(path)) || /^\/(signout|static|phone|api)|\.(csv|zip)$|\/(file|quiet)$/.test(path.split("?")[0])) continue;
    seen.add(kind(path));
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    await look(path);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => new URL(a.href)).filter((u) => u.origin === location.origin).map((u) => u.pathname + u.search));
    next.push(...links.filter((l) => !l.includes("lang=")));
  }
  return seen;
}

// Who comes later looks only at kinds of pages that nobody has looked at before.
const looked = new Set();

// both looks at a page in either shape, and leaves a picture of each.
async function both(page, path, { axe, shot }) {
  const name = `every${kind(path).replaceAll("*", "x").replaceAll("/", "-")}`;
  const wide = page.viewportSize();
  await axe(page);
  await shot(page, `${name}-light`);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  await axe(page);
  await shot(page, `${name}-dark`);
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: "light" });
}

// Who sees most comes last, so that no test looks at nearly all.
const readers = {
  scout: ["/team", 20], mentor: ["/team", 20], auditor: ["/audit", 12], trainer: ["/people", 8], safeguarding: ["/", 15], administrator: ["/staff", 30], coordinator: ["/", 30],
};

for (const [role, [begin, least]] of Object.entries(readers)) {
  test(`no page that the ${role} reaches has a grave finding`, async ({ desk, axe, shot }) => {
    const page = await desk(role);
    const seen = await crawl(page, [begin, "/me", "/unlock"], async (path) => {
      if (!looked.has(kind(path))) await both(page, path, { axe, shot });
      looked.add(kind(path));
    });
    assert.ok(seen.size >= least, `only ${[...seen].join(" ")}`);
  });
}

test("no page that a person or a stranger reaches has a grave finding", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  const seen = await crawl(page, [new URL(demo.person).pathname, "/stop", "/signin"], (path) => both(page, path, { axe, shot }));
  assert.ok(seen.size >= 14, `only ${[...seen].join(" ")}`);
});
