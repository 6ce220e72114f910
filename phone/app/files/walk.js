// Goes from page to page without letting the browser begin anew: what the worker makes takes the place of the page that
// stands. On a slow phone, to load a page is most of what it costs. Whatever is no page of ours, stands on other scripts or
// wants the phone opened first is loaded as ever, and so is everything where this script does not run.
"use strict";

const base = "/phone";
const outside = ["/", "/pin", "/join", "/open", "/open/passkey", "/anew"]; // there the browser begins anew: what was to be seen is gone
const files = (of) => [...of.querySelectorAll("head script, head link[rel=stylesheet]")].map((e) => e.getAttribute("src") || e.getAttribute("href"));
// alike reports whether a page stands on the very files that stand here, and on no script that looks at a page once.
const alike = (page) => files(page).join() === files(document).join() && files(page).every((name) => /\/(page\.js|style\.css)(\?|$)/.test(name));
const place = (url) => url.pathname + url.search;
const aMoment = 300; // ms: what takes longer is dimmed, and to dim it costs a slow phone a picture more

let stands = place(location); // the address of the page that stands
export const where = () => stands;
let going; // what is being fetched: { stop, writes }
let due = () => {}; // what the browser is still to be told of the page that stands

history.scrollRestoration = "manual";

// go fetches an address and puts the page in the place of the one that stands. It gives false if that has to be loaded.
// Where unless holds once it is here, it is left alone.
export async function go(address, { fields, stay, still, replace, unless, at = 0, by, began = performance.now() } = {}) {
  if (going?.writes) return true; // a form is on its way: what it leads to comes first
  going?.stop.abort();
  const mine = (going = { stop: new AbortController(), writes: !!fields });
  by?.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => by?.setAttribute("data-slow", ""), aMoment);
  try {
    const answer = await fetch(address, { method: fields ? "POST" : "GET", body: fields, signal: mine.stop.signal });
    const text = isPage(answer) && (await answer.text());
    if (going !== mine || unless?.()) return true;
    return !!text && !outside.includes(new URL(answer.url).pathname.slice(base.length)) ? put(text, answer.url, { stay, still, replace, at, began }) : load(answer.url, fields && text);
  } catch (problem) {
    return problem.name === "AbortError";
  } finally {
    clearTimeout(slow);
    for (const name of ["aria-busy", "data-slow"]) by?.removeAttribute(name);
    if (going === mine) going = undefined;
  }
}

const isPage = (answer) => (answer.headers.get("Content-Type") || "").startsWith("text/html");

// load leaves an address to the browser. What a form was answered cannot be asked for again: if it led nowhere, the form is sent anew.
function load(address, answered) {
  if (answered === false) return false;
  location.assign(address);
  return true;
}

// put lets a page stand.
function put(text, address, { stay, still, replace, at, began }) {
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!alike(page)) return load(address);
  due();
  const [to, left] = [new URL(address), scrollY];
  const way = replace || place(to) === stands ? "replaceState" : "pushState";
  stands = place(to);
  for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, page.documentElement.getAttribute(name));
  document.body.replaceWith(document.adoptNode(page.body));
  scrollTo(0, at);
  if (!still) document.getElementById("main")?.focus({ preventScroll: true }); // whoever listens hears that it is another page
  document.dispatchEvent(new Event("walked"));
  afterwards(() => {
    performance.measure("walked", { start: began });
    if (!stay && (left || history.state)) history.replaceState({ at: left }, "");
    if (!stay) history[way](null, "", to);
    document.title = page.title;
  });
  return true;
}

// afterwards does something once the page is there to see, and at the latest before anything else is done with it. What a
// browser shows around a page (its address, the way back, its title) costs a slow phone as much as the page.
function afterwards(act) {
  const mine = (due = () => {
    due = () => {};
    act();
  });
  if (document.hidden) mine(); // nothing is painted
  else requestAnimationFrame(() => setTimeout(() => due === mine && mine()));
}

// typed reports whether somebody has begun to fill something in, which another page in its place would take away.
const typed = () => [...document.querySelectorAll("input.input, textarea")].some((e) => e.value !== e.defaultValue) || [...document.querySelectorAll("input")].some((e) => e.checked !== e.defaultChecked);

// held reports whether somebody is about to do something here.
const held = () => typed() || document.activeElement?.closest("a, button, input, textarea, select, summary") || document.querySelector("details[open]");

// refresh makes the page that stands anew; unless somebody asked for it, not while they are on the way to another or hold
// something on this one, or have begun to by the time it comes.
export async function refresh(asked) {
  due();
  if (going || !asked && held()) return;
  const came = await go(location.href, { stay: true, still: !asked, at: scrollY, unless: asked ? undefined : held });
  if (!came && (asked || !held())) location.reload();
}

addEventListener("click", async (event) => {
  due();
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href);
  if (to.origin !== location.origin || !to.pathname.startsWith(base + "/") || to.hash && place(to) === stands) return;
  event.preventDefault();
  (await go(to.href, { by: link, began: event.timeStamp })) || location.assign(to.href);
});

addEventListener("submit", async (event) => {
  due();
  const { target: form, submitter: by } = event;
  if (event.defaultPrevented || form.hasAttribute("data-local") || form.enctype !== "application/x-www-form-urlencoded" || form.target) return;
  event.preventDefault();
  if (going?.writes) return;
  const to = new URL(by?.getAttribute("formaction") || form.getAttribute("action") || location.href, location.href);
  const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.replace(/\r\n|\r|\n/g, "\r\n")]));
  if (by?.name) fields.append(by.name, by.value);
  const writes = form.method === "post";
  if (!writes) to.search = fields;
  (await go(to.href, { fields: writes ? fields : undefined, by, began: event.timeStamp })) || again(form, by);
});

// again sends a form as if this script were not there.
function again(form, by) {
  if (by?.name) {
    const pressed = document.createElement("input");
    [pressed.type, pressed.name, pressed.value] = ["hidden", by.name, by.value];
    form.append(pressed);
  }
  HTMLFormElement.prototype.submit.call(form);
}

addEventListener("popstate", async ({ state }) => {
  due = () => {}; // it is left already
  if (place(location) === stands) return; // a place on the page
  (await go(location.href, { stay: true, at: state?.at || 0 })) || location.reload();
});
