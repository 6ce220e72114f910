// What the application's worker answers for: nothing unsent is lost when a newer version takes over, and nothing is open or
// readable that was locked. Each of it is taken away in turn, by a newer version without it: its story must then find it missing.
import assert from "node:assert/strict";
import { createServer, request as forward } from "node:http";
import { house } from "./house.mjs";
import { enrolled } from "./pocket.mjs";

const { test } = house();

// The stories run in the worker, and give what is wrong; "" if nothing is.

// While one program runs, no other may: a lock of the browser keeps the next one waiting.
async function oneWrites() {
  await start();
  const { held } = await navigator.locks.query();
  return held.filter(({ name }) => name === "willing-phone").length === 1 ? "" : "no lock keeps another program from writing";
}

// What is being answered when a newer version takes over is answered first; then the store is closed, then the next may begin.
async function answersFirst() {
  const [program, done] = [await start(), []];
  const [close, wasLetGo] = [program.close, letGo];
  Object.assign(program, { close: async () => done.push("closed") });
  letGo = () => done.push("let go");
  busy++;
  const over = successor.onmessage();
  await later(200);
  const early = done.join();
  busy--;
  await over;
  Object.assign(program, { close });
  letGo = wasLetGo;
  return early ? `${early} while something was being answered` : done.join() === "closed,let go" ? "" : `done: ${done.join()}`;
}

const page = () => ({ status: 200, headers: [["Keep-Until", String(Date.now() + 3_600_000)]], body: new TextEncoder().encode("Fiorenza Belluomo") });

// kept keeps a page as it was made last.
async function kept(url) {
  await forgetPages();
  await keepPage({ url }, page(), changes);
  return pages("readonly", (all) => all.count());
}

// quietly tells a story again if the program wrote something meanwhile, which forgets all pages.
async function quietly(story) {
  for (let tries = 0; tries < 20; tries++) {
    const before = changes;
    const wrong = await story().catch((problem) => problem);
    if (changes !== before || changing) continue;
    if (wrong instanceof Error) throw wrong;
    return wrong;
  }
  throw new Error("the program writes without end");
}

async function lockForgets() {
  const [url, key] = [location.origin + "/phone/team/somebody", await browser.held()];
  if (!(await kept(url))) throw new Error("no page was kept");
  await browser.hold(null);
  const left = await pages("readonly", (all) => all.count());
  await browser.hold(key);
  return left ? "pages are still kept once the phone is locked" : "";
}

async function endsInTime() {
  const url = location.origin + "/phone/team/somebody";
  await kept(url);
  if (!(await lastPage({ url }))) throw new Error("no page was kept");
  const [name] = await pages("readonly", (all) => all.getAllKeys());
  const last = await pages("readonly", (all) => all.get(name));
  await pages("readwrite", (all) => all.put({ ...last, until: 1 }, name));
  return (await lastPage({ url })) ? "a page is shown longer than its program said" : "";
}

async function sealed() {
  await kept(location.origin + "/phone/team/somebody");
  const [{ sealed }] = await pages("readonly", (all) => all.getAll());
  return new TextDecoder().decode(sealed).includes("Fiorenza") ? "a page lies there to be read" : "";
}

async function keyStays() {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const key = await browser.openKey(secret, await browser.newKey(secret));
  return key.extractable ? "the opened key can be read out" : "";
}

// Another site's form shows no address of ours.
async function oursAlone() {
  const program = await start();
  const { serve } = program;
  let ours;
  program.serve = async (...asked) => ((ours = asked[4]), { status: 204, headers: [], body: new Uint8Array() });
  await answer({ request: new Request("/phone/team/check", { method: "POST", body: "q=1", referrerPolicy: "no-referrer" }), waitUntil() {} });
  program.serve = serve;
  return ours === false ? "" : "a form of another site is taken for one of ours";
}

// Whoever opens the application anew waits until it is locked.
async function waitsForTheLock() {
  const before = settled;
  let locked, answered = false;
  settled = new Promise((done) => (locked = done));
  const asked = answer({ request: new Request("/phone/keep"), waitUntil() {} }).then(() => (answered = true));
  await Promise.race([asked, later(1500)]);
  const early = answered;
  locked();
  await asked;
  settled = before;
  return early ? "a page was made before the phone was locked" : "";
}

// Whoever closed the application locked it, even if its program does not start again.
async function closedIsLocked() {
  const [key, was] = [await browser.held(), { start, inUse }];
  start = async () => { throw new Error("it does not start"); };
  inUse = async () => false;
  await answer({ request: { mode: "navigate", method: "GET", url: location.origin + "/phone/team", headers: [] }, waitUntil: (what) => what.catch(() => {}) });
  const left = await browser.held();
  ({ start, inUse } = was);
  await browser.hold(key);
  return left ? "whoever opens the application anew finds it open" : "";
}

const rules = [
  { story: oneWrites, words: 'navigator.locks.request("willing-phone", () => new Promise(', instead: "Promise.resolve().then(() => new Promise(" },
  { story: answersFirst, words: "while (busy > 0) await", instead: "while (false) await" },
  { story: answersFirst, words: "if (program) await program.close();" },
  { story: lockForgets, words: "if (!key) await forgetPages();" },
  { story: endsInTime, words: "|| last.until < Date.now()" },
  { story: sealed, words: "const sealed = await crypto.subtle.encrypt(sealing(iv, name), key, body);", instead: "const sealed = body;" },
  { story: keyStays, words: "unwrap(secret, wrapped, false)", instead: "unwrap(secret, wrapped, true)" },
  { story: oursAlone, words: 'request.method === "GET" || request.referrer.startsWith(', instead: 'true || request.referrer.startsWith(' },
  { story: waitsForTheLock, words: "    await settled;" },
  { story: closedIsLocked, words: "await browser.hold(null);\n      settled =", instead: "settled =" },
];

const helpers = [kept, quietly].join(";") + "; const page = " + page;

// holds tells a story in the worker that serves the page.
async function holds(tab, story) {
  const name = await tab.evaluate(async () => (await caches.keys()).at(-1));
  for (let looked = 0; looked < 100; looked++) { // a browser shows a new worker a moment after it serves
    for (const worker of tab.context().serviceWorkers()) {
      if ((await worker.evaluate(() => shelf).catch(() => "")) !== name) continue;
      return worker.evaluate(`(async () => { ${helpers}; ${story}; return quietly(${story.name}); })()`);
    }
    await tab.waitForTimeout(100);
  }
  throw new Error("no worker of this version runs");
}

// release stands before headquarters, and gives out newer versions of the application: without some words, or without a file.
async function release(demo) {
  const to = new URL(demo.url);
  const state = { newer: 0, words: "", instead: "", missing: "" };
  const server = createServer((asked, answer) => {
    if (state.missing && asked.url.startsWith(state.missing)) return answer.writeHead(404).end();
    const script = asked.url === "/phone/worker.js";
    const headers = { ...asked.headers };
    if (script) delete headers["accept-encoding"];
    const on = forward({ host: to.hostname, port: to.port, path: asked.url, method: asked.method, headers }, (got) => {
      const { "content-length": length, ...rest } = got.headers;
      answer.writeHead(got.statusCode, script ? rest : got.headers);
      if (!script) return got.pipe(answer);
      let text = "";
      got.on("data", (piece) => (text += piece)).on("end", () => {
        if (!text.includes(state.words)) return answer.destroy();
        answer.end(text.replace(state.words, () => state.instead).replace(/"name":"(\w+)"/, (all, name) => (state.newer ? `"name":"${name}n${state.newer}"` : all)));
      });
    });
    on.on("error", () => answer.destroy());
    asked.pipe(on);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  state.url = `http://localhost:${server.address().port}`;
  state.close = () => (server.close(), server.closeAllConnections());
  return state;
}

// installs fetches the newer version, and gives how that ended: "installed" or "redundant".
const installs = (tab) => tab.evaluate(async () => {
  const known = await navigator.serviceWorker.getRegistration("/phone/");
  const found = new Promise((done) => known.addEventListener("updatefound", () => done(known.installing), { once: true }));
  await known.update();
  const worker = await found;
  while (!["installed", "redundant"].includes(worker.state)) await new Promise((done) => worker.addEventListener("statechange", done, { once: true }));
  return worker.state;
});

// becomes lets a newer version take over, with other words in it.
async function becomes(tab, to, { words = "", instead = "" } = {}) {
  Object.assign(to, { newer: to.newer + 1, words, instead });
  assert.equal(await installs(tab), "installed", `a version without ${words} does not install`);
  await tab.evaluate(async () => {
    const { waiting } = await navigator.serviceWorker.getRegistration("/phone/");
    const over = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    waiting.postMessage("take over");
    await over;
    while (waiting.state !== "activated") await new Promise((done) => waiting.addEventListener("statechange", done, { once: true }));
  });
}

[rules.slice(0, 3), rules.slice(3, 7), rules.slice(7)].forEach((some, part) => test(`what the worker answers for holds, and is missed where it is taken away (${part + 1})`, async ({ demo, phone }) => {
  const to = await release(demo);
  try {
    const tab = await phone(undefined, { baseURL: to.url });
    await enrolled(tab, demo);
    for (const { story } of some) assert.equal(await holds(tab, story), "", story.name);
    for (const { story, ...rule } of some) {
      await becomes(tab, to, rule);
      await tab.goto("/phone/team/evening");
      assert.notEqual(await holds(tab, story), "", `${story.name}: ${rule.words} is taken away, and nothing shows it`);
    }
  } finally {
    to.close();
  }
}));

// keyHeld reports whether what opens the phone lies in the browser's store, from a page of headquarters.
const keyHeld = (tab) => tab.evaluate(() => new Promise((done, failed) => {
  const opening = indexedDB.open("willing-held", 1);
  opening.onerror = failed;
  opening.onsuccess = () => {
    const { result: db } = opening;
    db.transaction("keys").objectStore("keys").count().onsuccess = ({ target }) => (db.close(), done(target.result > 0));
  };
}));

test("whoever closes the application locks it, though nobody opens it again", async ({ demo, phone }) => {
  const to = await release(demo);
  try {
    const tab = await phone(undefined, { baseURL: to.url });
    await enrolled(tab, demo);
    const beside = await tab.context().newPage();
    await beside.goto("/signin");
    assert.ok(await keyHeld(beside), "while it is open it goes on, whatever the browser does to its worker");
    await tab.reload();
    await beside.waitForTimeout(5_000);
    assert.ok(await keyHeld(beside), "to go from page to page closes nothing");
    await tab.close({ runBeforeUnload: false });
    for (let looked = 0; looked < 300 && (await keyHeld(beside)); looked++) await beside.waitForTimeout(200);
    assert.ok(!(await keyHeld(beside)), "it is closed, and whoever has the store has the key beside it");
  } finally {
    to.close();
  }
});

test("a version of which a file is missing is not installed, and one that takes over shows no page that an older one made", async ({ demo, phone }) => {
  const to = await release(demo);
  try {
    const tab = await phone(undefined, { baseURL: to.url });
    await enrolled(tab, demo);
    const whole = 'if (!answer.ok) throw new Error("a file is missing");';
    Object.assign(to, { newer: 1, missing: "/phone/app/page.js" });
    assert.equal(await installs(tab), "redundant", "a version without one of its files");
    Object.assign(to, { newer: 2, words: whole, missing: "/phone/app/page.js" });
    assert.equal(await installs(tab), "installed", "the look at what came is taken away, and nothing shows it");
    to.missing = "";

    const left = async (rule) => {
      await holds(tab, async function puts() { await pages("readwrite", (all) => all.put({ until: 0 }, "some page")); some = true; });
      await becomes(tab, to, rule);
      return holds(tab, async function looks() { return (await pages("readonly", (all) => all.getAllKeys())).includes("some page"); });
    };
    await becomes(tab, to);
    assert.equal(await left(), false, "a page of an older version");
    assert.equal(await left({ words: "await forgetPages(); // an older version made them" }), true, "the forgetting is taken away, and nothing shows it");
  } finally {
    to.close();
  }
});
