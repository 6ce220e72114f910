// What every browser test stands on: a running house with the demo's story in it, and a real browser.
//
//   import { house, sameLook } from "./house.mjs";
//   const { test } = house();            // one demo, one browser, for all tests of the file
//   test("a scout stops", async ({ phone, axe, shot }) => { … });
//
// Each test gets:
//   demo             what `willing demo --listen … --json` printed: url, links by role, person, token, keyfile, and keys (the folder)
//   desk(role)       a wide page, signed in as a role ("coordinator"); without a role, nobody is signed in
//   phone(role)      the same on a phone of 390 by 844 points; phone(role, { width: 320, … }) passes options on to Playwright
//   axe(page)        fails on serious or critical findings of axe-core
//   shot(page, name) writes build/screenshots/NAME.png
// Everything that was opened is closed again, whether the test passes or not. The story is played once for a program, into
// build/demo, and each file of tests has a copy of that house.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test as nodeTest } from "node:test";
import { fileURLToPath } from "node:url";
import axeCore from "axe-core";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const shots = join(root, "build/screenshots");
export const program = join(root, "bin/willing");
export const browserPath = process.env.CHROMIUM || "/usr/bin/chromium";
export const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"];

// willing runs the command line at headquarters as its administrator, and gives what it printed as JSON.
export const willing = (demo, ...args) =>
  JSON.parse(execFileSync(program, [...args, "--dir", demo.dir, "--as", "admin", "--keyfile", demo.keyfile, "--json"], { encoding: "utf8" }));

// allowOneMeeting publishes the programme again so that telling and asking may be one meeting: no day passes here.
const allowed = new Set();
export function allowOneMeeting(demo) {
  if (allowed.has(demo.dir)) return;
  const folder = join(demo.dir, "..", "programme");
  cpSync(join(root, "examples/sea-rescue"), folder, { recursive: true });
  const settings = readFileSync(join(folder, "programme.yaml"), "utf8");
  writeFileSync(join(folder, "programme.yaml"), settings.replace("version: 1", "version: 2").replace("one_meeting: false", "one_meeting: true"));
  willing(demo, "programme", "publish", folder);
  allowed.add(demo.dir);
}

// A house for the tests of one file. The options: { args } are further words for `willing demo`.
export function house({ args = [] } = {}) {
  const open = { demo: null, browser: null, process: null, folder: null };
  before(async () => {
    for (const [path, what] of [[program, "make build"], [browserPath, "install chromium, or set CHROMIUM"]]) {
      assert.ok(existsSync(path), `${path} is missing: ${what}`);
    }
    open.folder = mkdtempSync(join(tmpdir(), "willing-browser-"));
    [open.process, open.demo] = await startDemo(join(open.folder, "house"), args);
    open.browser = await chromium.launch({ executablePath: browserPath, args: flags });
  });
  after(async () => {
    await open.browser?.close();
    await stop(open.process);
    if (open.folder) rmSync(open.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const test = (name, story) =>
    nodeTest(name, { timeout: 120_000 }, async () => {
      const contexts = [];
      const window = async (role, options) => {
        const context = await open.browser.newContext({ baseURL: open.demo.url, locale: "en-GB", reducedMotion: "reduce", ...options });
        contexts.push(context);
        context.setDefaultTimeout(15_000);
        return role ? signIn(context, open.demo, role) : context.newPage();
      };
      try {
        await story({
          demo: open.demo,
          desk: (role, options) => window(role, { viewport: { width: 1280, height: 900 }, ...options }),
          phone: (role, { width = 390, height = 844, ...options } = {}) => window(role, { viewport: { width, height }, hasTouch: true, ...options }),
          axe,
          shot,
        });
      } finally {
        for (const context of contexts) await context.close();
      }
    });
  return { test };
}

// played is the house of the story as this program plays it. Two may play it at once: the first to be done is kept.
function played() {
  const all = join(root, "build/demo");
  const house = join(all, createHash("sha256").update(readFileSync(program)).digest("hex").slice(0, 16));
  if (existsSync(house)) return house;
  mkdirSync(all, { recursive: true });
  for (const old of readdirSync(all).filter((name) => !house.endsWith(name) && !name.includes("."))) rmSync(join(all, old), { recursive: true, force: true });
  const fresh = mkdtempSync(house + ".");
  execFileSync(program, ["demo", "--once", "--json", "--dir", fresh]);
  try {
    renameSync(fresh, house);
  } catch (error) {
    if (!existsSync(house)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  return house;
}

async function startDemo(dir, args) {
  cpSync(played(), dir, { recursive: true });
  const child = spawn(program, ["demo", "--dir", dir, "--listen", "127.0.0.1:0", "--json", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (piece) => (errors += piece));
  const line = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (piece) => {
      said += piece;
      if (said.includes("\n")) resolve(said.slice(0, said.indexOf("\n")));
    });
    child.once("exit", (code) => reject(new Error(`the demo ended with ${code}: ${errors}`)));
  });
  child.removeAllListeners("exit");
  return [child, { ...JSON.parse(line), dir, keys: join(dir, "keys") }];
}

export async function stop(child) {
  if (!child || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}

// A sign-in link serves once. The session it gave serves the rest of the file's tests of that role.
const sessions = new Map();

async function signIn(context, demo, role) {
  const page = await context.newPage();
  if (sessions.has(role)) {
    await context.addCookies(sessions.get(role));
    await page.goto("/");
    return page;
  }
  await page.goto(demo.links[role]);
  await page.locator("main form button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/signin"));
  sessions.set(role, await context.cookies());
  return page;
}

// The content policy lets no foreign script into a page; what the debugging protocol evaluates is not subject to it.
export async function axe(page) {
  await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join("\n  ")}`);
  assert.equal(grave.length, 0, `axe-core at ${new URL(page.url()).pathname}:\n${told.join("\n")}`);
}

export async function shot(page, name) {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

// sameLook fails unless two elements look alike: every computed property but those that follow from where they
// stand and what they say, the same size to a pixel, and the same contrast, which follows from the colours.
export async function sameLook(one, other) {
  const look = (element) => element.evaluate((e) => {
    const style = getComputedStyle(e);
    const place = /^(inset|top|left|right|bottom|perspective-origin|transform-origin|grid-(row|column)|order)/;
    const properties = Object.fromEntries([...style].filter((p) => !place.test(p)).map((p) => [p, style.getPropertyValue(p)]));
    const { width, height } = e.getBoundingClientRect();
    return { ...properties, tag: e.tagName, tabIndex: e.tabIndex, width: Math.round(width), height: Math.round(height) };
  });
  assert.deepEqual(await look(one), await look(other));
}

// noSideways fails if a page scrolls sideways: at 320 points, or with text of 200 %.
export async function noSideways(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${new URL(page.url()).pathname} is ${over} points too wide`);
}

// bigText doubles the text, as a reader would in the browser's settings.
export const bigText = (page) => page.addStyleTag({ content: "html{font-size:200%}" }).catch(() => page.evaluate(() => (document.documentElement.style.fontSize = "200%")));

// brokenWords are the words that a line's end cuts in two, within what a selector finds.
const brokenWords = (page, selector) =>
  page.locator(selector).evaluateAll((places) => {
    const out = [];
    for (const place of places) {
      const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      for (let node; (node = walk.nextNode()); ) {
        for (const { index, 0: word } of node.data.matchAll(/[^\s-]+/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          if (new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size > 1) out.push(word);
        }
      }
    }
    return out;
  });

// wholeWords fails if a word of a heading, a button or a field's label is broken.
export async function wholeWords(page) {
  assert.deepEqual(await brokenWords(page, "h1, h2, h3, button, .button, summary, .field > label, legend, .touch, dt, th"), [], `${new URL(page.url()).pathname} breaks words`);
}

// soundBar fails if a word of the bar at the foot is broken, or if the bar stays over the page though it takes more than a quarter of
// the screen.
export async function soundBar(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const over = await page.locator(".hold, .tabs").evaluateAll((bars) =>
    bars.filter((bar) => bar.offsetHeight > innerHeight / 4 && getComputedStyle(bar).position === "sticky").map((bar) => `it takes ${bar.offsetHeight} of ${innerHeight} points`));
  assert.deepEqual([...over, ...(await brokenWords(page, ".hold, .tabs"))], [], new URL(page.url()).pathname);
}

// taps counts what a hand does on a page: each click that the page itself sees.
export async function taps(page) {
  let n = 0;
  await page.exposeBinding("countTap", () => n++);
  await page.addInitScript(() => addEventListener("click", (e) => e.isTrusted && globalThis.countTap(), true));
  return () => n;
}

// words counts what stands on the pages that are passed, as a reader sees them.
export async function words(page) {
  const seen = { all: 0, aloud: 0 };
  await page.exposeBinding("countWords", (_, all, aloud) => ((seen.all += all), (seen.aloud += aloud)));
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => {
    const count = (element) => element?.innerText.split(/\s+/).filter(Boolean).length ?? 0;
    globalThis.countWords(count(document.querySelector("main")), count(document.querySelector("[data-aloud]")));
  }));
  return seen;
}

// path is where a page stands.
export const path = (page) => new URL(page.url()).pathname;

// keyFile opens a key in the browser. What was put away is opened again only by a signature of a later second: then it is
// signed once more.
export async function keyFile(page, file) {
  const at = page.url();
  for (let tries = 0; tries < 5 && path(page) === "/unlock"; tries++) {
    if (tries > 0) await page.goto(at);
    await page.setInputFiles("#f-file", file);
    await Promise.all([page.waitForNavigation(), page.click("form[data-unlock=file] button")]);
  }
  assert.notEqual(path(page), "/unlock", "the key opened nothing");
}

// mentorUnlocks is the other half of the pair, at the page that asks who unlocks.
export async function mentorUnlocks(page, demo) {
  await page.selectOption("#f-who", { label: "Miguel Duarte" });
  await page.click("main form >> text=Go on");
  await keyFile(page, join(demo.keys, "miguel.key"));
}

// both lets the scout's and the mentor's keys act. In the demo the scout's is open from the start.
export async function both(page, demo) {
  await page.goto("/team");
  const own = page.locator(".strip a", { hasText: "Unlock with your key" });
  if (await own.count()) {
    await own.click();
    await keyFile(page, join(demo.keys, "ana.key"));
  }
  const other = page.locator(".strip a", { hasText: "Other half unlocks" });
  if (await other.count()) {
    await other.click();
    await mentorUnlocks(page, demo);
  }
}

// tell is the telling's end: the whole text on paper, understood, and the four points heard.
export async function tell(page, person) {
  await page.goto(`${person}/hand-over?in=en`);
  await page.click("text=On paper");
  await page.click("text=They understand");
  await page.click(".hold >> text=Go on");
  for (const point of await page.locator("input[name=heard]").all()) await point.click();
  await page.click(".hold >> text=Go on");
}

// authenticator plugs a virtual passkey device into a page's browser.
export async function authenticator(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  return client.send("WebAuthn.addVirtualAuthenticator", { options });
}

// looksFor searches people by words, at headquarters.
export async function looksFor(page, words) {
  await page.goto("/people");
  await page.locator("#q").fill(words);
  await page.locator("#q").press("Enter");
  await page.waitForURL(/search=/);
}
