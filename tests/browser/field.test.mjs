// What goes wrong in the field, in a real browser: a browser that throws everything away, a share sheet, two devices that
// disagree, and what comes late from one that was turned away. A phone without room is told of in phone/locks_test.go.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { house, noSideways, program, stop, willing } from "./house.mjs";
import { enrolled, note, open, path, reopen, tap } from "./pocket.mjs";

const { test } = house();
const dark = { colorScheme: "dark" };

test("a browser threw everything away: the phone says so, is enrolled again, and what headquarters had comes back", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await enrolled(page, demo);
  const before = await page.locator("main a[href*='/team/p/']").count();
  const client = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await page.goto("about:blank");
  await client.send("ServiceWorker.enable");
  await client.send("ServiceWorker.stopAllWorkers"); // a browser throws nothing away that is in use
  await client.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
  await page.goto("/phone/");
  await page.locator("text=has thrown away what was here").waitFor();
  assert.equal(await page.locator("#f-code").count(), 1, "it can be enrolled again");
  await shot(page, "phone-evicted");
  await axe(page);

  await page.goto("about:blank");
  await client.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb,cache_storage,service_workers" });
  await page.goto("/phone/");
  await page.locator("text=has thrown away what was here").waitFor();
  await shot(page, "phone-evicted-wholly");
  await page.goto("about:blank");
  await enrolled(page, demo);
  assert.equal(await page.locator("main a[href*='/team/p/']").count(), before, "what headquarters had comes back whole");
});

test("the share sheet gets a file that headquarters alone can read", async ({ demo, phone, shot }) => {
  const page = await phone();
  // A browser without a screen has no share sheet: what would be given to it is kept here.
  await page.addInitScript(() => {
    navigator.canShare = ({ files }) => files.length === 1;
    navigator.share = async ({ files: [file] }) => (window.shared = { name: file.name, bytes: [...new Uint8Array(await file.arrayBuffer())] });
  });
  await enrolled(page, demo);
  await page.context().setOffline(true);
  await note(page, "Milena Castagneto", "+39 342 7619896");
  await page.goto("/phone/keep");
  await tap(page, "text=/^Share the file$/");
  await page.waitForFunction(() => window.shared);
  const { name, bytes } = await page.evaluate(() => window.shared);
  assert.match(name, /\.willing$/);
  assert.ok(bytes.length > 100 && !Buffer.from(bytes).toString("latin1").includes("Castagneto"), "nobody on the way reads a name");
  await shot(page, "phone-share");
});

test("opened anew, the phone asks for its passphrase while its program still starts", async ({ demo, phone, axe, shot }) => {
  let page = await phone(undefined, dark);
  await enrolled(page, demo);
  page = await reopen(page);
  await page.locator("#f-passphrase").waitFor();
  await page.waitForFunction(() => caches.match("/phone/door"));
  await page.goto("about:blank");
  await page.context().setOffline(true);
  await page.goto("/phone/team/device?x=1");
  assert.equal(path(page), "/phone/");
  await open(page, /\/phone\/team\/device\?x=1$/);
  page = await reopen(page);
  await tap(page, "text=العربية");
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  await shot(page, "phone-locked-ar-dark");
  await axe(page);
});

// laptop joins a second node in a folder of its own, and gives its command line.
function laptop(demo, name, url = demo.url) {
  const [dir, keyfile] = [join(demo.dir, "..", name), join(demo.dir, "..", name + ".key")];
  const { code } = willing(demo, "enrol", "--scope", "IT", "--people", "Ana Ribeiro", "--people", "Miguel Duarte");
  const run = (...args) => JSON.parse(execFileSync(program, [...args, "--dir", dir, "--json"], { encoding: "utf8" }));
  run("join", url, "--code", code, "--keyfile", keyfile);
  const ana = ["--as", "Ana Ribeiro", "--keyfile", join(demo.keys, "ana.key")];
  run("sync", "--keyfile", keyfile);
  return { ana: (...args) => run(...args, ...ana), run: (...args) => run(...args, "--keyfile", keyfile), serve: () => serve(dir, keyfile) };
}

// line is a way to headquarters that can be cut, in a process of its own: the command line is waited for in this one.
async function line(to) {
  const relays = (to) => {
    const net = require("node:net");
    const server = net.createServer((one) => {
      const other = net.connect(to, "localhost");
      one.pipe(other).pipe(one);
      for (const end of [one, other]) end.on("error", () => (one.destroy(), other.destroy()));
    });
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));
  };
  const child = spawn(process.execPath, ["-e", `(${relays})(${new URL(to).port})`], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  return [child, "http://127.0.0.1:" + String(port).trim()];
}

// serve shows a laptop's own pages, and gives the way in.
async function serve(dir, keyfile) {
  const child = spawn(program, ["serve", "--dir", dir, "--keyfile", keyfile, "--listen", "127.0.0.1:0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const piece of child.stdout) {
    said += piece;
    if (/^}/m.test(said) || /}\n$/.test(said)) break;
  }
  return [child, JSON.parse(said).link];
}

// carried is what somebody saves on a page, as a file on a stick.
async function carried(page, button, at) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()]);
  await file.saveAs(at);
  return at;
}

async function takes(page, file, says) {
  await page.setInputFiles("#f-file", file);
  await page.locator("text=/^Take it in$/").click();
  await page.locator(says).first().waitFor();
}

test("two devices that were apart wrote the same field: both stand side by side, and one click decides", async ({ demo, desk, phone, axe, shot }) => {
  const away = laptop(demo, "apart");
  const id = willing(demo, "person", "list", "Gomberto").people[0].person;
  away.ana("person", "correct", id, "--town", "Livorno");
  willing(demo, "person", "correct", id, "--town", "Genova");
  away.run("sync");
  const page = await desk("coordinator", dark);
  await page.goto("/conflicts");
  for (const town of ["Livorno", "Genova"]) await page.locator(".slip", { hasText: town }).waitFor();
  await shot(page, "conflicts-dark");
  await axe(page);
  const small = await phone("coordinator");
  await small.goto("/conflicts");
  await shot(small, "conflicts-phone");
  await page.locator(".slip", { hasText: "Livorno" }).locator("button").click();
  await page.goto("/conflicts");
  assert.equal(await page.locator(".slip", { hasText: "Genova" }).count(), 0);
  assert.equal(willing(demo, "person", "show", id).particulars.town, "Livorno");
});

test("what a device wrote after it was turned away waits in quarantine, on the page of devices", async ({ demo, desk, phone, axe, shot }) => {
  const known = willing(demo, "devices").map(({ device }) => device);
  const lost = laptop(demo, "lost");
  const { device } = willing(demo, "devices").find(({ device }) => !known.includes(device));
  const id = willing(demo, "person", "list", "Gomberto").people[0].person;
  lost.ana("person", "correct", id, "--town", "Portofino");
  const at = join(demo.dir, "..", "late.willing");
  lost.run("bundle", "export", "--for", "hq", "--to", at);
  willing(demo, "devices", "revoke", device);
  willing(demo, "bundle", "import", at);
  const page = await desk("coordinator");
  await page.goto("/devices");
  await page.locator(`a[href='/devices/${device}']`).waitFor();
  await shot(page, "devices-quarantine");
  await axe(page);
  const small = await phone("coordinator", dark);
  await small.goto("/devices/" + device);
  await small.locator("text=Headquarters did not have it yet").first().waitFor();
  await shot(small, "device-quarantine-phone-dark");
  await axe(small);
});

test("where there is no line a stick goes from page to page, to a laptop and back", async ({ demo, desk, axe, shot }) => {
  const known = willing(demo, "devices").map(({ device }) => device);
  const away = laptop(demo, "stick");
  const { device } = willing(demo, "devices").find(({ device }) => !known.includes(device));
  const id = willing(demo, "person", "list", "Gomberto").people[0].person;
  willing(demo, "person", "correct", id, "--town", "Savona");
  const page = await desk("coordinator");
  await page.goto("/devices/" + device);
  const there = await carried(page, `form[action='/devices/${device}/file'] button`, join(demo.dir, "..", "there.willing"));

  const [child, link] = await away.serve();
  try {
    const own = await desk();
    await own.goto(link);
    await own.locator("main form button").first().click();
    await own.waitForURL((url) => !url.pathname.startsWith("/signin"));
    await own.goto(new URL("/team/device", link).href);
    await takes(own, demo.keyfile, "p.wrong");
    await shot(own, "laptop-file-wrong");
    await takes(own, there, "text=Taken in. New entries:");
    await shot(own, "laptop-file-taken");
    await axe(own);
    away.ana("person", "correct", id, "--town", "Portovenere");
    const back = await carried(own, "form[action='/team/device/save'] button", join(demo.dir, "..", "back.willing"));
    await takes(own, back, "p.wrong >> text=This file is for another device");

    await page.goto("/devices");
    await takes(page, there, "p.wrong >> text=This file is for another device");
    await takes(page, back, "text=Taken in, from the device of");
    await shot(page, "devices-file-taken");
    await axe(page);
    await takes(page, back, "text=Nothing new");
  } finally {
    await stop(child);
  }
  assert.equal(willing(demo, "person", "show", id).particulars.town, "Portovenere");
});

test("in Arabic, in the dark and 320 points wide: two laptops meet, and a laptop's time is over", async ({ demo, phone, axe, shot }) => {
  const known = willing(demo, "devices").map(({ device }) => device);
  const away = laptop(demo, "narrow");
  const { device } = willing(demo, "devices").find(({ device }) => !known.includes(device));
  const [child, link] = await away.serve();
  try {
    const page = await phone(undefined, { width: 320, height: 700, locale: "ar", ...dark });
    const looks = async (name) => {
      assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
      await axe(page);
      await noSideways(page);
      await shot(page, name);
    };
    await page.goto(link);
    await page.locator("main form button").first().click();
    await page.waitForURL((url) => !url.pathname.startsWith("/signin"));
    const at = (where) => new URL(where, link).href;
    await page.goto(at("/team/beside"));
    await looks("beside-arabic");
    await page.locator("form[action='/team/beside/wait'] button").click();
    await page.locator("form[action='/team/beside/stop'] button").waitFor();
    assert.ok(await page.locator("figure.qr svg").isVisible());
    await looks("beside-waits-arabic");
    await page.fill("#f-address", "nowhere");
    await page.fill("#f-code", "1234");
    await page.locator("form[action='/team/beside'] button").click();
    await page.locator("#problems").waitFor();
    await looks("beside-wrong-arabic");
    await page.goto(at("/team/beside"));
    await page.locator("form[action='/team/beside/stop'] button").click();
    await page.locator("form[action='/team/beside/wait'] button").waitFor();

    willing(demo, "devices", "revoke", device);
    await page.goto(at("/team/device"));
    await Promise.all([page.waitForEvent("load"), page.locator("form[action='/team/device'] button").click()]);
    await page.goto(at("/team"));
    const over = page.locator("p.lede"); // the page does not wait for the meeting that was asked for: nor does it show its end by itself
    for (let looked = 0; looked < 200 && !(await over.isVisible()); looked++) await page.reload();
    await over.waitFor();
    await looks("grant-over-arabic");
  } finally {
    await stop(child);
  }
});

test("two laptops without a line to headquarters meet by their pages, and each has what the other wrote", async ({ demo, desk, phone, shot }) => {
  const children = [];
  const pages = [];
  try {
    for (const [name, size, somebody] of [["beside-one", desk, "Fiorenza Belluomo"], ["beside-two", phone, "Liborio Santangelo"]]) {
      const [wire, url] = await line(demo.url);
      const away = laptop(demo, name, url);
      await stop(wire); // from here on there is no line
      away.ana("lead", "--territory", "IT", "--source", "harbour talk", "--given", somebody.split(" ")[0], "--family", somebody.split(" ")[1]);
      const [child, link] = await away.serve();
      children.push(child);
      const page = await size();
      await page.goto(link);
      await page.locator("main form button").first().click();
      await page.waitForURL((url) => !url.pathname.startsWith("/signin"));
      pages.push([page, (where) => new URL(where, link).href]);
    }
    const [[waits, there], [comes, here]] = pages;
    await waits.goto(there("/team/beside"));
    await waits.locator("form[action='/team/beside/wait'] button").click();
    const code = await waits.locator("dd.said bdi").innerText();
    const port = (await waits.locator("dd bdi.code").first().innerText()).split(":").pop();
    const meets = async (typed, says) => {
      await comes.goto(here("/team/beside"));
      await comes.fill("#f-address", "127.0.0.1:" + port);
      await comes.fill("#f-code", typed);
      await comes.locator("form[action='/team/beside'] button").click();
      await comes.locator(says).first().waitFor();
    };
    await meets("abcd-efgh-jkmn-pqrs", "text=The code does not fit");
    await shot(comes, "beside-wrong-code");
    await meets(code.toUpperCase(), "text=/^Met at .* given: [1-9].* received: [1-9]/");
    await shot(comes, "beside-met");
    await waits.goto(there("/team/beside"));
    await waits.locator("text=Another laptop exchanged with this one").waitFor();
    await comes.goto(here("/team"));
    await comes.locator("main a", { hasText: "Fiorenza Belluomo" }).waitFor();
    await waits.goto(there("/team"));
    await waits.locator("main a", { hasText: "Liborio Santangelo" }).waitFor();

    await waits.goto(there("/team/beside"));
    await waits.locator("form[action='/team/beside/stop'] button").click();
    await waits.locator("form[action='/team/beside/wait'] button").waitFor();
    await meets(code, "text=The other laptop is not to be reached");
  } finally {
    for (const child of children) await stop(child);
  }
});
