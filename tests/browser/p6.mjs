// P6: the phone under a processor quota. Called by tests/bench with a running house of 2,000 full cases:
//
//   node p6.mjs URL CODE FOLDER
//
// It prints one JSON object a line: a figure's name, bar, value and unit. The quota holds for the whole browser, all its
// processes together: slowing a page by the debugging protocol would leave its service worker fast.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { browserPath, flags } from "./house.mjs";

const [url, code, folder] = process.argv.slice(2);
const phrase = "harbour lantern quiet tuesday";
const runs = 5;
const say = (name, bar, value, unit) => console.log(JSON.stringify({ name, bar, value, unit }));
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];

// --- the quota ---

// group makes a control group, by the interface that this system has; null if there is none that we may write.
function group() {
  const name = "willing-p6-" + process.pid;
  const unified = existsSync("/sys/fs/cgroup/cgroup.controllers") && readFileSync("/sys/fs/cgroup/cgroup.controllers", "utf8").includes("cpu");
  const at = join(unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu", name);
  try {
    mkdirSync(at);
  } catch {
    return null;
  }
  const period = 10_000; // µs: short, so that it is a slow processor rather than one that comes and goes
  return {
    procs: join(at, "cgroup.procs"),
    limit(share) {
      const quota = share ? Math.round(period * share) : unified ? "max" : -1;
      if (unified) writeFileSync(join(at, "cpu.weight"), "10000");
      if (unified) return writeFileSync(join(at, "cpu.max"), `${quota} ${period}`);
      writeFileSync(join(at, "cpu.shares"), "200000"); // whatever else runs here, the browser gets its quarter
      writeFileSync(join(at, "cpu.cfs_period_us"), String(period));
      writeFileSync(join(at, "cpu.cfs_quota_us"), String(quota));
    },
    end: () => rmdirSync(at),
  };
}

const quota = group();
const quarter = 0.25;
mkdirSync(folder);
const starter = join(folder, "browser.sh");
writeFileSync(starter, `#!/bin/sh\n${quota ? `echo $$ > ${quota.procs}\n` : ""}exec ${browserPath} "$@"\n`, { mode: 0o700 });

// --- the line, which counts ---

let down = 0, cut = false;
const server = createServer((near) => {
  if (cut) return near.destroy();
  const far = connect({ host: "127.0.0.1", port: new URL(url).port });
  far.on("data", (piece) => (down += piece.length));
  near.pipe(far).pipe(near);
  for (const end of [near, far]) end.on("error", () => (near.destroy(), far.destroy()));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const base = `http://localhost:${server.address().port}`;

const open = async () => {
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: starter, args: flags, baseURL: base, viewport: { width: 390, height: 844 }, hasTouch: true, locale: "en-GB",
  });
  context.setDefaultTimeout(240_000);
  return context;
};

// timed is how many seconds something takes.
async function timed(act) {
  const began = performance.now();
  await act();
  return (performance.now() - began) / 1000;
}

// shown is how many milliseconds the page took that has come, by the browser's own clock: from the tap until all of it is there.
const shown = async (page, come) => {
  await come;
  return page.evaluate(() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
};

// --- install and first load, as fast as the machine is ---

async function install() {
  const context = await open();
  const page = context.pages()[0];
  await page.goto("/phone/#" + code);
  await page.click("text=Put it on this phone");
  await page.waitForSelector("#f-passphrase");
  say("P6 first install: bytes over the wire, HTTP included", "4,000 kB", down / 1000, "kB");
  await page.fill("#f-passphrase", phrase);
  await page.fill("#f-again", phrase);
  const before = down;
  const load = await timed(async () => {
    await page.click("main button");
    await page.waitForURL(/\/phone\/team/);
    while ((await page.evaluate(() => fetch("/phone/meet", { method: "POST", body: new URLSearchParams({ now: "1" }) }).then((a) => a.json()))).changed);
  });
  say("P6 first load of 2,000 full cases, without a quota", "", load, "s");
  say("P6 first load: bytes over the wire", "", (down - before) / 1000, "kB");
  await quiet(); // as long as a browser needs to put away what it compiled
  await context.close();
}

// --- offline, under the quota ---

const unlocked = async (page) => {
  await page.fill("#f-passphrase", phrase);
  return tapped(page, page.locator("text=/^Open$/"), /\/phone\/team/);
};

// tapped is how long the page took that the browser loads when a button is tapped.
const tapped = (page, button, url) =>
  shown(page, Promise.all([page.waitForURL(url, { waitUntil: "domcontentloaded" }), button.click({ noWaitAfter: true })]));

// walked is how long it takes from a tap until the page to which it leads is painted: see phone/app/files/walk.js.
async function walked(page, button) {
  await page.evaluate(() => performance.clearMeasures());
  const seen = page.evaluate(() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()[0].duration)).observe({ type: "measure" })));
  await button.click({ noWaitAfter: true });
  return seen;
}

async function stopWorker(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("ServiceWorker.enable");
  await client.send("ServiceWorker.stopAllWorkers");
  await client.detach();
}

const show = (page, path) => shown(page, page.goto(path, { waitUntil: "domcontentloaded" }));
const quiet = () => new Promise((later) => setTimeout(later, 3000)); // until the browser itself has settled

async function cold() {
  const seen = { cold: [], opening: [] };
  let context;
  for (let run = 0; run < runs; run++) {
    await context?.close();
    context = await open();
    await context.setOffline(true);
    await quiet();
    const page = context.pages()[0];
    seen.cold.push(await show(page, "/phone/"));
    await quiet(); // whoever opens it types meanwhile
    seen.opening.push(await unlocked(page));
  }
  say("P6 cold start offline, to the page that asks for the passphrase", "2,000 ms", median(seen.cold), "ms");
  say("P6 from a passphrase typed in three seconds to the day's page", "", median(seen.opening), "ms");
  return context;
}

// kept waits until the worker has put away the page that stands: a browser ends a worker only after half a minute without work.
const kept = (page) => page.waitForFunction(() => new Promise((done) => {
  const opening = indexedDB.open("willing-pages", 1);
  opening.onupgradeneeded = () => opening.transaction.abort(); // there is none yet
  opening.onerror = () => done(false);
  opening.onsuccess = () => {
    const all = opening.result.transaction("pages").objectStore("pages").count();
    all.onsuccess = () => (opening.result.close(), done(all.result > 0));
  };
}), undefined, { polling: 500, timeout: 30_000 });

async function woken(context) {
  const page = context.pages()[0], seen = [];
  for (let run = 0; run < runs; run++) {
    await kept(page);
    await stopWorker(page);
    seen.push(await show(page, "/phone/team"));
    await quiet();
  }
  say("P6 start offline of a phone still open whose worker the browser had ended, to the day's page", "2,000 ms", median(seen), "ms");
}

// pages are measured as somebody goes through them, by tapping; the program runs, as it does while a page is in sight.
async function pages(context) {
  const page = context.pages()[0], seen = { day: [], person: [], check: [], anew: [] };
  const home = page.locator("a.brand"), people = page.locator("main ol a[href*='/team/p/']");
  await show(page, "/phone/team");
  await quiet();
  await quiet();
  for (let run = 0; run < runs; run++) {
    seen.person.push(await walked(page, people.nth(run)));
    await quiet();
    seen.day.push(await walked(page, home));
    await quiet();
    await page.fill("#f-q", `Rosalba Tuccari +39 340 749627${run}`);
    await quiet();
    seen.check.push(await walked(page, page.locator("form[action='/phone/team/check'] button").first()));
    await quiet();
    await walked(page, home);
    await quiet();
  }
  say("P6 the day's page", "300 ms", median(seen.day), "ms");
  say("P6 somebody's page, each for the first time", "300 ms", median(seen.person), "ms");
  say("P6 check before an approach", "300 ms", median(seen.check), "ms");
  for (let run = 0; run < runs; run++) {
    seen.anew.push(await show(page, "/phone/team"));
    await quiet();
  }
  say("P6 the day's page, loaded by the browser", "", median(seen.anew), "ms");
}

try {
  quota?.limit(0);
  await install();
  if (!quota) console.error("no control group can be made here: what follows is without a quota");
  quota?.limit(quarter);
  cut = true;
  const context = await cold();
  await woken(context);
  await pages(context);
  quota?.limit(0);
  await context.close();
} finally {
  server.close();
  try {
    quota?.end();
  } catch {
    execFileSync("sleep", ["1"]);
    quota?.end();
  }
}
