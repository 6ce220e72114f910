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
  successor.postMessage("let go");
  await clients.claim();
})()));

self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});

// --- its program ---

let running;
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

// start runs the program once. A lock of the browser keeps the program of an older worker, which may live a moment
// longer, from writing at the same time.
function start() {
  return (running ||= new Promise((ready, failed) => {
    navigator.locks.request("willing-phone", () => new Promise(async (done) => {
      letGo = done;
      const fail = (problem) => {
        running = undefined;
        letGo();
        failed(problem);
      };
      self.willing = {
        ...browser,
        version: release.name,
        ready: (serve, lock, close) => ready({ serve, lock, close }),
        broken: (problem) => fail(new Error(problem)),
      };
      try {
        const go = new Go();
        const program = await (await caches.open(shelf)).match(here + "app/willing.wasm");
        const { instance } = await WebAssembly.instantiateStreaming(program, go.importObject);
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
  else if (pathname.startsWith(here) && pathname !== here + "worker.js") event.respondWith(answer(event));
});

async function ownFile(pathname, request) {
  return (await (await caches.open(shelf)).match(pathname)) || fetch(request);
}

async function answer(event) {
  const { request } = event;
  try {
    const opened = request.mode === "navigate" && !(await inUse());
    if (opened) await browser.hold(null); // whoever closed the application locked it
    const program = await start();
    if (opened) await program.lock();
    const body = request.method === "GET" ? null : new Uint8Array(await request.arrayBuffer());
    // Only our own pages ask for anything but pages. Another site's form shows its own address here, or none.
    const ours = request.method === "GET" || request.referrer.startsWith(location.origin + here);
    busy++;
    const { status, headers, body: page } = await program.serve(request.method, request.url, [...request.headers], body, ours).finally(() => busy--);
    const none = [101, 204, 205, 304].includes(status);
    return new Response(none ? null : page, { status, headers });
  } catch (problem) {
    return new Response(sorry(problem), { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
  }
}

const sorry = (problem) => `The application could not start: ${problem.message || problem.name}. Nothing is lost. Close all its windows and open it again.`;

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
function held(mode, use) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("willing-held", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const tx = db.transaction("keys", mode);
      const asked = use(tx.objectStore("keys"));
      tx.oncomplete = () => (db.close(), done(asked.result));
      tx.onabort = () => (db.close(), failed(tx.error));
    };
  });
}

const browser = {
  newKey: async (secret) => wrap(await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]), secret),
  openKey: (secret, wrapped) => unwrap(secret, wrapped, false),
  rewrap: async (secret, wrapped, other) => wrap(await unwrap(secret, wrapped, true), other),
  hold: (key) => held("readwrite", (keys) => (key ? keys.put(key, "key") : keys.delete("key"))),
  held: () => held("readonly", (keys) => keys.get("key")),
  room: async () => {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    return { lasting: await navigator.storage.persisted(), used: usage, most: quota, newer: !!registration.waiting };
  },
};
