// The application's worker: keeps its files, starts its program (Go, compiled to WebAssembly), and lets that answer
// every page below /phone/, with or without a network. Whatever it knows of people lies encrypted in IndexedDB; the
// key is one that the browser gives to nobody, and is dropped when the application is locked or closed.
"use strict";

const release = {} /* release */;
const shelf = "willing-" + release.name;
const here = "/phone/";

importScripts("/phone/app/wasm_exec.js?v=" + release.name);

// --- its files ---

self.addEventListener("install", (event) => event.waitUntil(fill()));

async function fill() {
  const cache = await caches.open(shelf);
  for (const name of release.files) {
    const at = here + "app/" + name;
    if (await cache.match(at)) continue; // a broken line goes on where it stopped
    const answer = await fetch(at + "?v=" + release.name, { cache: "no-cache", credentials: "omit" });
    if (!answer.ok) throw new Error("a file is missing");
    await cache.put(at, name.endsWith(".wasm") ? counted(answer) : answer);
  }
  for (const at of release.looks) {
    const answer = await fetch(at, { credentials: "omit" });
    if (answer.ok) await cache.put(here + at.slice(1), answer);
  }
}

// counted tells the page that installs how far the program has come.
function counted(answer) {
  let loaded = 0;
  const count = new TransformStream({
    transform(piece, out) {
      loaded += piece.length;
      out.enqueue(piece);
      tell({ loaded, all: release.bytes });
    },
  });
  return new Response(answer.body.pipeThrough(count), { headers: { "Content-Type": "application/wasm" } });
}

async function tell(message) {
  for (const page of await clients.matchAll({ type: "window", includeUncontrolled: true })) page.postMessage(message);
}

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("willing-") && name !== shelf) await caches.delete(name);
  await forgetPages(); // an older version made them
  successor.postMessage("let go");
  await clients.claim();
})()));

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data.draft) event.waitUntil((drafted = keepDraft(event.data.draft)));
  if (event.data === "left") event.waitUntil(left(event.source?.id));
});

// What somebody has written and not sent is kept before the application locks.
let drafted = Promise.resolve();

async function keepDraft(draft) {
  busy++;
  try {
    const program = await start();
    const body = new TextEncoder().encode(new URLSearchParams(draft));
    await program.serve("POST", location.origin + here + "draft", [["Content-Type", "application/x-www-form-urlencoded"]], body, true);
  } catch {
    // without a program, or without room, it goes as it went
  } finally {
    busy--;
  }
}

// Pages that were asked for and have not said that they went, and when: on a slow phone it takes a while until one counts as a window.
const coming = new Map();

// left locks what nobody has open any more, unless the page that went only made way for another. Where it had no time to say that it
// goes, whoever opens the application next finds it locked.
async function left(page) {
  coming.delete(page);
  do {
    await later(3_000);
    if (await inUse()) return;
  } while ([...coming.values()].some((asked) => asked > Date.now() - 30_000));
  await drafted;
  await browser.hold(null);
  if (runs) settled = start().then((program) => program.lock()).catch(() => {});
}

// --- its program ---

let running, runs = false; // runs: it has begun to answer
let busy = 0; // requests being answered
let letGo = () => {};

// A newer version that takes over says so, and the older one closes the store when nothing is being answered any
// more: a browser would let it live on for a while.
const successor = new BroadcastChannel("willing-successor");
successor.onmessage = async () => {
  const program = await running?.catch(() => undefined);
  while (busy > 0) await new Promise((later) => setTimeout(later, 20));
  if (program) await program.close();
  letGo();
};

// packed is the program. A browser keeps what it compiled beside its own copy of a file that it fetched, and beside no
// other: so that one comes first. Where the browser has dropped it, the shelf has another.
async function packed() {
  const at = here + "app/willing.wasm";
  const own = await fetch(at + "?v=" + release.name, { cache: "only-if-cached", mode: "same-origin", credentials: "omit" }).catch(() => undefined);
  return own?.ok ? own : (await caches.open(shelf)).match(at);
}

// start runs the program once. A lock of the browser keeps the program of an older worker, which may live a moment
// longer, from writing at the same time.
function start() {
  return (running ||= new Promise((ready, failed) => {
    navigator.locks.request("willing-phone", () => new Promise(async (done) => {
      letGo = done;
      const fail = (problem) => {
        running = undefined;
        runs = false;
        letGo();
        failed(problem);
      };
      self.willing = {
        ...browser,
        version: release.name,
        ready: (serve, lock, close, door) => ready({ serve, lock, close, door }, (runs = true)),
        broken: (problem) => fail(new Error(problem)),
      };
      try {
        const go = new Go();
        const { instance } = await WebAssembly.instantiateStreaming(await packed(), go.importObject);
        go.run(instance).then(() => fail(new Error("the program has ended")));
      } catch (problem) {
        fail(problem);
      }
    })).catch(failed);
  }));
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin) return;
  if (pathname.startsWith(here + "app/")) event.respondWith(ownFile(pathname, event.request));
  else if (pathname.startsWith(here + "static/")) event.respondWith(look(event));
  else if (pathname.startsWith(here) && pathname !== here + "worker.js") event.respondWith(answer(event));
});

async function ownFile(pathname, request) {
  return (await (await caches.open(shelf)).match(pathname)) || fetch(request);
}

// look is the pages' style or script: from the shelf, and from the program if that has another version.
async function look(event) {
  return (await (await caches.open(shelf)).match(event.request)) || answer(event);
}

let settled = Promise.resolve(); // when the program is as locked as whoever opened the application anew must find it

async function answer(event) {
  const { request } = event;
  if (request.mode === "navigate") coming.set(event.resultingClientId, Date.now());
  try {
    if (request.mode === "navigate" && !(await inUse())) { // whoever closed the application locked it
      await browser.hold(null);
      settled = start().then((program) => program.lock()).catch(() => {}); // a program that did not start is locked
      const door = await doorFor(request);
      if (door) {
        event.waitUntil(settled.then(keepDoor).then((stands) => stands || tell({ gone: true })).catch(() => {})); // the browser may have thrown away what it opens
        return door;
      }
    }
    const last = !runs && request.method === "GET" && (await lastPage(request));
    if (last) {
      event.waitUntil(later(1500).then(start).then(() => tell({ fresh: true })).catch(() => {})); // once that page is there to see
      return last;
    }
    const program = await start();
    await settled;
    const body = request.method === "GET" ? null : new Uint8Array(await request.arrayBuffer());
    // Only our own pages ask for anything but pages. Another site's form shows its own address here, or none.
    const ours = request.method === "GET" || request.referrer.startsWith(location.origin + here);
    const headers = [...request.headers, ["Accept-Language", navigator.languages.join()]]; // a worker is not told it
    busy++;
    const now = changes;
    const made = await program.serve(request.method, request.url, headers, body, ours).finally(() => busy--);
    if (request.method === "GET") event.waitUntil(keepPage(request, made, now).catch(() => {}));
    const changed = request.method !== "GET" && !["meet", "screen", "draft"].includes(new URL(request.url).pathname.slice(here.length));
    if (changed || !doored) event.waitUntil(keepDoor().catch(() => {})); // a version that is new here has no door yet
    return response(made);
  } catch (problem) {
    return new Response(sorry(problem), { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
  }
}

function response({ status, headers, body }) {
  return new Response([101, 204, 205, 304].includes(status) ? null : body, { status, headers });
}

// --- its door ---

// The page that asks for the passphrase says nothing of anybody. It is kept as the program made it last, and shown while the program
// is still starting: whoever opens the phone types meanwhile.
const doorAt = here + "door";
let doored = false; // whether this worker has kept it

async function doorFor(request) {
  const { pathname, search } = new URL(request.url);
  const kept = request.method === "GET" && (await (await caches.open(shelf)).match(doorAt));
  if (!kept || new URLSearchParams(search).has("lang")) return undefined;
  const after = new URLSearchParams({ after: pathname.slice(here.length - 1) + search });
  return pathname === here ? kept : Response.redirect(here + "?" + after);
}

// keepDoor keeps the page as it is now: how the phone is opened may have changed. It gives false if there is nothing to open.
async function keepDoor() {
  const [cache, made] = [await caches.open(shelf), await (await start()).door([["Accept-Language", navigator.languages.join()]])];
  await (made ? cache.put(doorAt, response(made)) : cache.delete(doorAt));
  doored = true;
  return !!made;
}

// --- its pages, as the program made them last ---

// A browser ends a worker that has nothing to do, and to start its program takes seconds on a slow phone. Until it runs, a page
// is shown as it was made last: sealed under the key that is held while the application is open, never while the phone is in a
// person's hands, for as long as the program said, and only if nothing was written since. Then it is made anew.
const mostPages = 40;
let changing = 0, changes = 0, some = true; // what is being written, how often something was, whether a page may be kept

const pages = (mode, use) => database("willing-pages", "pages", mode, use);
const nameOf = async (url) => text64(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(url)));
const text64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const sealing = (iv, name) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode("willing/phone/page/1" + name) });

async function keepPage({ url }, { status, headers, body }, now) {
  const until = Number(headers.find(([name]) => name === "Keep-Until")?.[1] || 0);
  if (status !== 200 || until < Date.now()) return;
  await later(700); // whoever asked for it comes first
  const [name, key, iv] = [await nameOf(url), await browser.held(), crypto.getRandomValues(new Uint8Array(12))];
  if (!key) return;
  const sealed = await crypto.subtle.encrypt(sealing(iv, name), key, body);
  if (changing || changes !== now) return;
  some = true;
  if ((await pages("readonly", (all) => all.count())) >= mostPages) await pages("readwrite", (all) => all.clear());
  if (changing || changes !== now) return; // from here on, who forgets them comes behind
  await pages("readwrite", (all) => all.put({ made: Date.now(), until, iv, sealed, headers }, name));
}

// lastPage is a page as it was made last; undefined if there is none that still holds.
async function lastPage({ url }) {
  if (!some || changing) return undefined;
  const name = await nameOf(url);
  const [key, last] = await Promise.all([browser.held(), pages("readonly", (all) => all.get(name))]);
  if (!key || !last || last.until < Date.now()) return undefined;
  const body = await crypto.subtle.decrypt(sealing(last.iv, name), key, last.sealed).catch(() => undefined);
  return body && new Response(body, { headers: [...last.headers, ["Age", String(Math.round((Date.now() - last.made) / 1000))]] });
}

// forgetPages ends when all that were kept are gone. A page that comes to be kept meanwhile lies behind: it is forgotten next time.
let forgotten = Promise.resolve();

function forgetPages() {
  if (some) {
    some = false;
    forgotten = pages("readwrite", (all) => all.clear()).catch(() => new Promise((done, failed) => {
      Object.assign(indexedDB.deleteDatabase("willing-pages"), { onsuccess: done, onerror: failed, onblocked: failed });
    })).catch((problem) => {
      some = true;
      throw problem;
    });
  }
  return forgotten;
}

const later = (ms) => new Promise((done) => setTimeout(done, ms));

// What is read where the program, which has all other words, did not start.
const sorryWords = {
  en: "The application could not start. Nothing is lost. Close all its windows and open it again, best where there is a network.",
  fr: "L’application n’a pas pu démarrer. Rien n’est perdu. Fermez toutes ses fenêtres et rouvrez-la, de préférence là où il y a du réseau.",
  es: "La aplicación no pudo iniciarse. No se pierde nada. Cierre todas sus ventanas y ábrala de nuevo, mejor donde haya red.",
  it: "L’applicazione non è partita. Niente va perso. Chiudi tutte le sue finestre e riaprila, meglio dove c’è rete.",
  pt: "O aplicativo não conseguiu iniciar. Nada se perdeu. Feche todas as janelas dele e abra de novo, de preferência onde haja rede.",
  ar: "لم يبدأ التطبيق. لم يضع شيء. أغلق كل نوافذه ثم افتحه من جديد، والأفضل حيث توجد شبكة.",
};

function sorry(problem, languages = navigator.languages) {
  const language = languages.map((one) => one.slice(0, 2)).find((one) => sorryWords[one]) || "en";
  return `${sorryWords[language]}\n\n(${problem.message || problem.name})`;
}

// inUse reports whether a window of the application is open, besides one that is only just opening.
async function inUse() {
  return (await clients.matchAll({ type: "window", includeUncontrolled: true })).some(({ url }) => new URL(url).pathname.startsWith(here));
}

// --- what its program needs of the browser ---

const aes = (secret, uses) => crypto.subtle.importKey("raw", secret, "AES-GCM", false, uses);
const wrapping = (iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode("willing/phone/key/1") });
const joined = (...parts) => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.byteLength, 0));
  let at = 0;
  for (const p of parts) {
    out.set(new Uint8Array(p), at);
    at += p.byteLength;
  }
  return out;
};

async function wrap(key, secret) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return joined(iv, await crypto.subtle.wrapKey("raw", key, await aes(secret, ["wrapKey"]), wrapping(iv)));
}

async function unwrap(secret, wrapped, extractable) {
  const iv = wrapped.slice(0, 12);
  return crypto.subtle.unwrapKey("raw", wrapped.slice(12), await aes(secret, ["unwrapKey"]), wrapping(iv), "AES-GCM", extractable, ["encrypt", "decrypt"]);
}

// held is the one place for an opened key: a database of its own, since only IndexedDB can keep a key that nobody
// can read.
const held = (mode, use) => database("willing-held", "keys", mode, use);

function database(name, store, mode, use) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const tx = db.transaction(store, mode);
      const asked = use(tx.objectStore(store));
      tx.oncomplete = () => (db.close(), done(asked.result));
      tx.onabort = () => (db.close(), failed(tx.error));
    };
  });
}

// measured is how much room there is. Browsers take their time to say so: once in ten seconds is enough.
let room;

async function measured() {
  if (room && Date.now() - room.at < 10_000) return room;
  const [{ usage = 0, quota = 0 }, lasting] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]);
  return (room = { at: Date.now(), lasting, used: usage, most: quota });
}

const browser = {
  newKey: async (secret) => wrap(await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]), secret),
  openKey: (secret, wrapped) => unwrap(secret, wrapped, false),
  rewrap: async (secret, wrapped, other) => wrap(await unwrap(secret, wrapped, true), other),
  hold: async (key) => {
    await held("readwrite", (keys) => (key ? keys.put(key, "key") : keys.delete("key")));
    if (!key) await forgetPages();
  },
  held: () => held("readonly", (keys) => keys.get("key")),
  // The program says when it begins to write, and when that is done: no page of before may be shown after.
  changing: async () => (changing++, changes++, forgetPages()),
  changed: async () => (changing--, changes++, forgetPages()),
  room: async () => ({ ...(await measured()), newer: !!registration.waiting }),
};
