// What the phone's pages do by themselves. Each of it is taken away in turn: its story must then find it missing.
import assert from "node:assert/strict";
import { house } from "./house.mjs";
import { enrolled } from "./pocket.mjs";

const { test } = house();

// promises: the words of the page's script that keep one, what may stand in their place, and what brings about that it is
// asked for: the page's own coming, time, or an event. It is kept if the phone's program is then asked what is expected.
const promises = [
  { says: "whoever opens a page with a network meets headquarters", words: "later(opened);", asks: ["/phone/meet", "opened=1"], comes: true },
  { says: "a network that is found is used", words: 'addEventListener("online", () => meet("now"));', asks: ["/phone/meet", "now=1"], event: () => dispatchEvent(new Event("online")) },
  { says: "whoever comes back to a page meets headquarters", words: "document.hidden ? keepForms() : opened()", instead: "0", asks: ["/phone/meet", "opened=1"], event: () => document.dispatchEvent(new Event("visibilitychange")) },
  { says: "a page in sight asks every minute", words: "setInterval(() => meet(), 60_000)", instead: "1", asks: ["/phone/meet", ""], minutes: 1.1 },
  { says: "a screen that nobody touches is locked", words: 'ask("/screen", { use: "idle" })', instead: "Promise.resolve({})", asks: ["/phone/screen", "use=idle"], minutes: 6 },
  { says: "a screen that somebody touches stays open", words: 'ask("/screen", { use: "used" })', instead: "Promise.resolve({})", asks: ["/phone/screen", "use=used"], minutes: 1.5, event: () => dispatchEvent(new Event("pointerdown")) },
];

// change puts other words into the page's script, where the application keeps it.
const change = (page, from, to) => page.evaluate(async ([from, to]) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const kept = await cache.match("/phone/app/page.js");
    if (!kept) continue;
    const text = await kept.text();
    if (!text.includes(from)) throw new Error("the script does not say " + from);
    await cache.put("/phone/app/page.js", new Response(text.replace(from, () => to), { headers: kept.headers }));
  }
}, [from, to]);

// idle waits until whatever a page puts off has begun: what it does when it is there comes before.
const idle = (page) => page.evaluate(() => new Promise((done) => requestIdleCallback(done)));

// asked lets a story happen, and reports whether the program was asked what is expected.
async function asked(page, { asks: [where, what], comes, minutes, event }) {
  const heard = [];
  const hears = (request) => request.method() === "POST" && heard.push([new URL(request.url()).pathname, request.postData() ?? ""]);
  if (!comes) {
    await page.reload();
    await idle(page);
  }
  page.on("request", hears);
  if (comes) await page.reload();
  if (minutes) await page.clock.runFor(minutes * 60_000);
  if (event) await page.evaluate(event);
  await idle(page);
  page.off("request", hears);
  return heard.some(([path, body]) => path === where && body === what);
}

test("what the pages do by themselves is done, and missed where it is taken away", async ({ demo, phone }) => {
  const page = await phone();
  await enrolled(page, demo);
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true }); // what the application keeps, and not what the browser remembers of it
  await page.clock.install();
  await page.goto("/phone/team/evening");
  for (const { words, instead = "0;", ...promise } of promises) {
    assert.ok(await asked(page, promise), `${promise.says}: nothing is asked`);
    await change(page, words, `/* taken away */ ${instead}`);
    assert.ok(!(await asked(page, promise)), `${promise.says}: it is taken away, and asked all the same`);
    await change(page, `/* taken away */ ${instead}`, words);
  }
});
