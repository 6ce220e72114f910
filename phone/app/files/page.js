// What the phone's pages do by themselves: meet headquarters when there is a line, ask the browser to keep what is
// here, lock the screen when nobody uses it, open and make passkeys, share a bundle, and let a newer version in.
"use strict";

const base = "/phone";
const worker = navigator.serviceWorker;
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const path = () => location.pathname.slice(base.length);
const says = (part, what) => {
  for (const e of part.querySelectorAll("[data-say]")) e.hidden = e.dataset.say !== what;
};

async function ask(where, fields) {
  const answer = await fetch(base + where, { method: "POST", body: new URLSearchParams(fields) });
  return answer.json();
}

// --- headquarters ---

async function meet(why) {
  if (!worker.controller || document.hidden) return;
  const first = document.querySelector("[data-first]");
  const meanwhile = setInterval(() => brought(first), first ? 3_000 : 20_000); // on a thin line it may go on for long
  try {
    const state = await ask("/meet", why ? { [why]: 1 } : {});
    if (state.locked || state.closed) return locked();
    if (first) return state.waiting ? says(first, state.failed ? "failed" : "busy") : location.replace(base + "/team");
    if ((state.met || state.failed) && ["/team", "/team/device"].includes(path())) (await walk).refresh();
    if (state.met) newer();
  } catch {
    if (first) says(first, "failed");
  } finally {
    clearInterval(meanwhile);
  }
}

// brought lets a page show what an exchange has brought so far.
async function brought(first) {
  const { busy, waiting } = await ask("/screen", {}).catch(() => ({}));
  if (!busy || waiting) return;
  if (first) location.replace(base + "/team");
  else if (path() === "/team") (await walk).refresh();
}

// At the pages before the phone is open nothing is asked.
const open = ["/", "/pin", "/join", "/open", "/open/passkey", "/anew"].includes(path()) ? null : setInterval(() => meet(), 60_000);
const walk = open && import("./walk.js");
// later does what can wait until the page is there to read.
const later = (act) => addEventListener("load", () => (window.requestIdleCallback ? requestIdleCallback(act, { timeout: 1000 }) : setTimeout(act, 500)));

// opened says that somebody is here and there is a network: "online" may have come while no page was there to hear it.
const opened = () => meet(navigator.onLine && "opened");

const wake = () => document.hidden || worker.controller?.postMessage("stay"); // a browser ends a worker that hears nothing

addEventListener("pagehide", () => {
  keepForms();
  worker?.controller?.postMessage("left");
});

if (open) {
  setInterval(wake, 20_000);
  later(opened);
  addEventListener("online", () => meet("now"));
  document.addEventListener("visibilitychange", () => (document.hidden ? keepForms() : opened()));
}

// --- the browser's store ---

if (navigator.storage && navigator.storage.persist && open) later(async () => (await navigator.storage.persisted()) || navigator.storage.persist());

if (open) localStorage.setItem("carried", "1"); // of no person: that there was something, should the browser throw it away
document.querySelector("[data-anew]")?.addEventListener("submit", () => localStorage.removeItem("carried")); // the browser did not
const evicted = document.querySelector("[data-evicted]");
if (evicted && localStorage.getItem("carried")) evicted.hidden = false;

// --- the screen ---

const idle = 5 * 60_000;
let used = Date.now(), told = Date.now();

function locked() {
  keepForms();
  if (path() !== "/" && !document.querySelector("input[name=sent]")) location.replace(base + "/?after=" + encodeURIComponent(path() + location.search));
}

if (open) {
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => {
      used = Date.now();
      if (used - told > 60_000) {
        told = used;
        ask("/screen", { use: "used" }).then((s) => s.closed && locked(), () => {});
      }
    }, { passive: true });
  }
  setInterval(() => {
    if (Date.now() - used > idle) ask("/screen", { use: "idle" }).then((s) => (s.closed || s.locked) && locked(), () => {});
  }, 15_000);
}

// --- forms ---

// The page that opens the phone is shown before it is known whether there still is something to open.
worker?.addEventListener("message", ({ data }) => data.gone && location.reload());
// A page that was shown as it was made last is made anew once the program runs.
worker?.addEventListener("message", async ({ data }) => data.fresh && open && (await walk).refresh());

// What somebody has written into a form of the team's and not sent is kept sealed by the worker when nobody looks at the page any more, and
// stands in that form again when it is opened next. A person's own answers are not.
const toSend = () => (path().includes("/turned") ? [] : [...document.querySelectorAll("main form[method=post]:not([data-local], [data-draft], [enctype])")]);
const goesTo = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname.slice(base.length);
const fillable = (form) => [...form.elements].filter((e) => e.name && e.matches("input:not([type=hidden], [type=password], [type=file]), textarea, select"));
const ticks = (e) => ["checkbox", "radio"].includes(e.type);
const preset = (select) => Math.max(0, [...select.options].findIndex((o) => o.defaultSelected));
const written = (e) => (e.options ? e.selectedIndex !== preset(e) : ticks(e) ? e.checked !== e.defaultChecked : e.value !== e.defaultValue);
const gone = new WeakSet(); // forms that were sent
let where = () => path() + location.search; // an address follows its page only once that is there to see
walk?.then((walks) => (where = () => walks.where().slice(base.length)));

addEventListener("submit", ({ target }) => gone.add(target));

function keepForms() {
  for (const form of open ? toSend() : []) {
    if (gone.has(form) || !fillable(form).some(written)) continue;
    const fields = new URLSearchParams(new FormData(form));
    for (const secret of form.querySelectorAll("[type=password]")) fields.delete(secret.name);
    worker.controller?.postMessage({ draft: { at: where(), to: goesTo(form), fields: String(fields) } });
  }
}

async function offerForms() {
  if (!toSend().length) return;
  const at = where();
  const { drafts = [], ...words } = await ask("/draft", { at });
  if (at !== where()) return;
  for (const draft of drafts) {
    const form = toSend().find((one) => goesTo(one) === draft.to);
    if (form && fillable(form).some(written)) continue; // somebody writes already
    if (form) fillIn(form, new URLSearchParams(draft.fields));
    remind(draft, words, form);
  }
}

function fillIn(form, fields) {
  const all = new Map([...fields.keys()].map((name) => [name, fields.getAll(name)]));
  for (const e of fillable(form)) {
    const values = all.get(e.name) || [];
    if (ticks(e)) e.checked = values.includes(e.value);
    else e.value = values.shift() ?? e.value;
  }
}

// remind says that a form is still here. Where it does not stand on this page, it can be sent from here as it was.
function remind({ at, to, fields }, { say, send, leave }, form) {
  const part = (name, has) => Object.assign(document.createElement(name), has);
  const note = part("div", { className: "note plain gap4" });
  const row = part("form", { className: "row gap3", method: "post", action: base + to });
  const drop = part("button", { className: "button", type: "button", textContent: leave });
  drop.addEventListener("click", async () => {
    await ask("/draft", { at, to });
    note.remove();
    form?.reset();
  });
  if (!form) {
    for (const [name, value] of new URLSearchParams(fields)) row.append(part("input", { type: "hidden", name, value }));
    row.append(part("button", { className: "button main", textContent: send }));
  }
  row.append(drop);
  note.append(part("p", { textContent: say }), row);
  row.setAttribute("data-draft", "");
  note.setAttribute("role", "status");
  form ? form.before(note) : document.getElementById("main").prepend(note);
}

// What opens the phone goes to its worker and nowhere else: without one it would go to headquarters.
function toWorker(form) {
  form.addEventListener("submit", (event) => {
    if (!worker.controller) {
      event.preventDefault();
      location.reload();
      return;
    }
    const working = form.querySelector("[data-working]");
    if (working) {
      working.textContent = form.dataset.busy;
      working.hidden = false;
    }
  });
}

// The page that opens the phone was made before it was known where somebody wants to go.
const wanted = new URLSearchParams(location.search).get("after");
if (wanted) for (const field of document.querySelectorAll("form[data-local] input[name=after]")) field.value ||= wanted;

const code = document.getElementById("f-code");
if (code) {
  code.value ||= sessionStorage.getItem("code") || decodeURIComponent(location.hash.slice(1));
  sessionStorage.removeItem("code");
}

// --- passkeys that open the phone (WebAuthn level 3, PRF extension) ---

const prf = (salt) => ({ prf: { eval: { first: bytes(salt) } } });
const challenge = () => crypto.getRandomValues(new Uint8Array(32)); // nobody but the phone asks, so nothing is proven

async function given(form) {
  const { salt, rp, credential } = form.dataset;
  const id = bytes(form.credential ? form.credential.value : credential);
  const asked = { challenge: challenge(), rpId: rp, allowCredentials: [{ type: "public-key", id }], userVerification: "required", extensions: prf(salt) };
  const answer = await navigator.credentials.get({ publicKey: asked });
  return answer.getClientExtensionResults().prf?.results?.first;
}

async function created(form) {
  const { salt, rp } = form.dataset;
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: challenge(), rp: { id: rp, name: "Willing" }, user: { id: challenge(), name: "Willing", displayName: "Willing" },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }], attestation: "none",
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" }, extensions: prf(salt),
    },
  });
  form.credential.value = text(made.rawId);
  const answer = made.getClientExtensionResults().prf;
  return answer?.results?.first || (answer?.enabled ? given(form) : undefined);
}

function byPasskey(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says(form, "");
    try {
      const secret = await (form.dataset.prf === "create" ? created(form) : given(form));
      if (!secret) return says(form, "no-prf");
      form.prf.value = text(secret);
      form.submit();
    } catch {
      says(form, "failed");
    }
  });
}

// --- bundles: by the share sheet, or saved as a file ---

async function bundle(where) {
  const answer = await fetch(base + where);
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
  return new File([await answer.blob()], name, { type: "application/octet-stream" });
}

// handed says that the file left the page, so that the counter of what is unsent can tell.
const handed = async () => (await ask("/keep/handed", {}), (await walk).refresh(true));

function sharing(button) {
  const probe = new File([""], "x.willing", { type: "application/octet-stream" });
  if (!navigator.canShare || !navigator.canShare({ files: [probe] })) return;
  button.hidden = false;
  const made = bundle(button.dataset.share); // before the tap: a browser shares only what is ready then
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ files: [await made] });
      await handed();
    } catch (problem) {
      if (problem.name !== "AbortError") says(button.closest("section"), "failed");
    }
  });
}

// Browsers do not ask a worker for a link that they save, so the page saves it by itself.
function saving(link) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const file = await bundle(new URL(link.href).pathname.slice(base.length));
    const to = document.createElement("a");
    to.href = URL.createObjectURL(file);
    to.download = file.name;
    to.click();
    await handed();
  });
}

// --- a newer version ---

function updating(button) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    const { waiting } = await worker.getRegistration(base + "/");
    if (!waiting) return location.reload();
    worker.addEventListener("controllerchange", () => location.reload());
    waiting.postMessage("take over");
  });
}

// An application may stay open for weeks, and goes from page to page without loading one: where there is a line it looks by
// itself, every few hours, whether there is a newer version. That one waits until somebody lets it in.
const lookAgain = 6 * 3_600_000;
let looked = 0;

async function newer() {
  if (Date.now() - looked < lookAgain) return;
  looked = Date.now();
  await (await worker.getRegistration(base + "/"))?.update().catch(() => (looked = 0));
}

if (open && navigator.onLine) later(newer);

// --- what a page has of all this ---

function dress() {
  for (const [what, how] of [["form[data-local]", toWorker], ["form[data-prf]", byPasskey], ["[data-share]", sharing], ["[data-save]", saving], ["[data-update]", updating]]) {
    document.querySelectorAll(what).forEach(how);
  }
}

dress();
document.addEventListener("walked", dress);
if (open) {
  later(offerForms);
  document.addEventListener("walked", () => setTimeout(offerForms));
  document.addEventListener("walked", () => document.querySelector("[data-meeting]") && meet()); // somebody asked for it
}
