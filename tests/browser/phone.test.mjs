// The phone: installed, enrolled, and then without a network from first to last.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { join } from "node:path";
import { house, taps, willing } from "./house.mjs";
import { enrolled, note, open, path, phrase, reopen, tap } from "./pocket.mjs";

const { test } = house();

// keyFile opens a key in the browser.
async function keyFile(page, file) {
  await page.setInputFiles("#f-file", file);
  await Promise.all([page.waitForNavigation(), tap(page, "form[data-unlock=file] button")]);
  assert.notEqual(path(page), "/phone/unlock", "the key opened nothing");
}

async function both(page, demo) {
  await page.goto("/phone/unlock?after=/team");
  await page.selectOption("#f-who", { label: "Ana Ribeiro" });
  await tap(page, "main form >> text=Go on");
  await keyFile(page, join(demo.keys, "ana.key"));
  await page.goto("/phone/unlock?pair=1&after=/team");
  await page.selectOption("#f-who", { label: "Miguel Duarte" });
  await tap(page, "main form >> text=Go on");
  await keyFile(page, join(demo.keys, "miguel.key"));
}

// meet takes somebody new from the check to a known age. It leaves the page at theirs.
async function meet(page, name, number) {
  await page.goto("/phone/team");
  await page.fill("#f-q", `${name} ${number}`);
  await tap(page, "form[action='/phone/team/check'] button");
  await page.locator("[role=status] >> text=not who said no far away").waitFor();
  await page.fill("#f-source", "harbour talk");
  await page.selectOption("#f-tongue", "en");
  await page.selectOption("#f-territory", "IT");
  await tap(page, "text=Note and check");
  await tap(page, "text=Begin the first talk");
  await tap(page, "text=No, nobody");
  await tap(page, "text=Note the birth date");
  for (const [field, value] of [["day", 3], ["month", 5], ["year", 1981]]) await page.fill(`#f-${field}`, String(value));
  await page.selectOption("#f-paper", "said");
  await tap(page, ".hold >> text=Go on");
}

// inHand tells somebody, hears the four points, asks, and turns the phone round.
async function inHand(page, name, number) {
  await meet(page, name, number);
  const person = path(page);
  await hears(page);
  await page.goto(`${person}/ask`);
  await tap(page, ".hold >> text=Ask");
  await tap(page, "text=It is in their hands");
  await page.waitForURL(/\/turned/);
  return person;
}

// hears tells whoever the page is about, and ticks the four points that they say in their own words.
async function hears(page) {
  const person = path(page);
  await tap(page, "text=Tell, or read the text again");
  await tap(page, "text=They read the rest themselves");
  await tap(page, ".hold >> text=Go on");
  await tap(page, "text=They understand");
  await tap(page, ".hold >> text=Go on"); // on paper: here a link would open only after headquarters heard of it
  await page.locator("input[name=heard]").first().waitFor();
  for (const point of await page.locator("input[name=heard]").all()) await point.click();
  await tap(page, ".hold >> text=Go on");
  await page.waitForURL(new RegExp(person + "$"));
}

// stopWorker does what a browser does to a worker at any time.
async function stopWorker(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("ServiceWorker.enable");
  await client.send("ServiceWorker.stopAllWorkers");
  await client.detach();
}

// line stands before headquarters: it can be cut, can keep the two from exchanging, and can give out a newer application
// than headquarters has.
async function line(demo) {
  const to = new URL(demo.url);
  const state = { cut: false, apart: false, newer: 0, asked: 0 };
  const server = createServer((asked, answer) => {
    state.asked++;
    if (state.cut || state.apart && asked.url.startsWith("/exchange")) return asked.socket.destroy();
    const headers = { ...asked.headers };
    if (asked.url === "/phone/worker.js") delete headers["accept-encoding"];
    const on = forward({ host: to.hostname, port: to.port, path: asked.url, method: asked.method, headers }, (got) => {
      if (asked.url !== "/phone/worker.js") {
        answer.writeHead(got.statusCode, got.headers);
        return got.pipe(answer);
      }
      let script = "";
      got.on("data", (piece) => (script += piece)).on("end", () => {
        const { "content-length": _, ...rest } = got.headers;
        answer.writeHead(got.statusCode, rest);
        answer.end(script.replace(/"name":"(\w+)"/, (all, name) => (state.newer ? `"name":"${name}n${state.newer}"` : all)));
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

test("a whole first talk to an answer, without a network, reaches headquarters afterwards", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await enrolled(page, demo);
  await shot(page, "phone-team");
  await axe(page);
  await page.context().setOffline(true);
  await page.reload();
  await both(page, demo);
  const person = await inHand(page, "Fiorenza Belluomo", "+39 347 7310457");
  await shot(page, "phone-question");
  for (const closed of ["/phone/team", "/phone/keep", "/phone/keep/bundle", "/phone/", "/phone/unlock", "/phone/unlock?pair=1", "/phone/nowhere"]) {
    await page.goto(closed);
    assert.match(path(page), /\/turned/, `${closed} opens while the phone is turned round`);
  }
  await tap(page, "[data-answer=yes]");
  await page.locator("text=You said yes").waitFor();
  await page.goto(`${person}/turned/done?in=en`);
  await tap(page, "text=I give it back");
  await tap(page, "main a.button.main");
  await page.selectOption("#f-who", { label: "Ana Ribeiro" });
  await tap(page, "main form >> text=Go on");
  await keyFile(page, join(demo.keys, "ana.key"));
  await page.goto("/phone/team");
  await page.locator("header >> text=/unsent|not sent/i").waitFor();
  await shot(page, "phone-unsent");

  await page.context().setOffline(false);
  await page.locator("header >> text=All sent").waitFor({ timeout: 60_000 });
  const id = person.split("/").pop();
  const there = willing(demo, "person", "show", id);
  assert.equal(there.stage, "yes-provisional");
});

test("a picture of a page signed on paper is taken without a network, and arrives whole at headquarters", async ({ demo, phone, desk, shot }) => {
  const page = await phone();
  await enrolled(page, demo);
  await page.context().setOffline(true);
  await both(page, demo);
  await meet(page, "Liborio Santangelo", "+39 347 7310463");
  const person = path(page);
  await hears(page);
  const picture = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), randomBytes(300_000)]);
  await page.goto(`${person}/paper`);
  await page.check("input[name=answer][value=no]");
  await page.setInputFiles("#f-scan", { name: "page.png", mimeType: "image/png", buffer: picture });
  await page.locator(".hold button[form], main form:has(#f-scan) button").first().click();
  await page.locator("text=The signed page goes with the answer.").waitFor();
  await shot(page, "phone-scan");

  await page.context().setOffline(false);
  await page.goto("/phone/team");
  await page.locator("header >> text=All sent").waitFor({ timeout: 60_000 });
  const office = await desk("coordinator");
  await office.goto(`/people/${person.split("/").pop()}?lang=en`);
  const link = office.locator("a[href*='/scans/']");
  const there = await office.request.get(await link.getAttribute("href"));
  assert.ok((await there.body()).equals(picture), "the picture is not what was taken");
});

test("the taps of P13 hold on the phone itself, without a network", async ({ demo, phone }) => {
  const page = await phone();
  await enrolled(page, demo);
  await page.context().setOffline(true);
  await both(page, demo);
  const count = await taps(page);
  await meet(page, "Ortensia Malagoli", "+39 347 7310461");
  const person = path(page);
  await page.reload(); // from here on every tap is counted
  const begun = count();
  await hears(page);
  const told = count() - begun;
  const before = count();
  await tap(page, "form[action$='/stop'] button");
  await page.locator("text=Left in peace").waitFor();
  const stop = count() - before;
  await tap(page, "text=It was a slip: take it back");
  await page.goto(person);
  const asks = count();
  await tap(page, "main a.button.main");
  await tap(page, ".hold >> text=Ask");
  await tap(page, "text=It is in their hands");
  await page.waitForURL(/\/turned/);
  const theirs = count();
  await tap(page, "[data-answer=no]");
  const receipt = page.locator("summary", { hasText: /receipt/i });
  await receipt.waitFor();
  const no = count() - theirs;
  await receipt.click();
  const asked = count() - asks;
  console.log(`P13 on the phone: telling ${told} taps, stop ${stop}, asking to the receipt ${asked}, a no ${no}`);
  assert.ok(told > 3 && told <= 12, `telling took ${told} taps`);
  assert.equal(stop, 1);
  assert.ok(asked > 3 && asked <= 14, `asking took ${asked} taps`);
  assert.ok(no >= 1 && no <= 3, `a no took ${no} taps`);
});

test("whoever said no elsewhere is known on the phone without a network, and nobody is named", async ({ demo, phone, axe, shot }) => {
  const list = join(demo.keys, "noes.csv");
  writeFileSync(list, "family name,first name,phone\nTuccari,Rosalba,+39 340 7310999\n");
  assert.equal(willing(demo, "import", "refusals", list).markers, 1);
  const page = await phone();
  await enrolled(page, demo);
  await page.context().setOffline(true);
  const asks = async (words) => {
    await page.goto("/phone/team/check");
    await page.fill("#f-q", words);
    await tap(page, "form[action='/phone/team/check'] button");
    await page.locator("[role=status]").first().waitFor();
    return page.locator("[role=status]").first().innerText();
  };
  assert.match(await asks("+39 340 7310999"), /Please do not approach; ask headquarters/);
  await shot(page, "phone-list");
  await axe(page);
  assert.match(await asks("+39 340 7310111"), /Nothing known in your area stands against it/);
  await page.locator("[role=status] >> text=not who said no far away").waitFor();
  await page.goto("/phone/team");
  await page.locator("text=/Your list of refusals is from/i").first().waitFor();
});

test("the way back leads to where somebody was reading, under its address and title", async ({ demo, phone }) => {
  const page = await phone();
  await enrolled(page, demo);
  await page.context().setOffline(true);
  await page.goto("/phone/team");
  const titles = [await page.title()];
  await page.evaluate(() => (window.same = true)); // the browser loads nothing anew
  const somebody = page.locator("main a[href*='/phone/team/p/']:visible").last();
  await somebody.scrollIntoViewIfNeeded();
  const [read, address] = [await page.evaluate(() => scrollY), await somebody.getAttribute("href")];
  assert.ok(read > 0, "the page is too short to tell");
  await tap(page, `main a[href='${address}']:visible`);
  await page.waitForURL(new RegExp(address + "$"));
  titles.push(await page.title());
  assert.notEqual(titles[0], titles[1]);
  assert.equal(await page.evaluate(() => scrollY), 0);
  for (const [go, at, where, title] of [["goBack", "/phone/team", read, titles[0]], ["goForward", address, 0, titles[1]]]) {
    await page[go]();
    await page.waitForFunction((title) => document.title === title, title);
    assert.equal(path(page), at);
    assert.equal(await page.evaluate(() => scrollY), where);
  }
  assert.ok(await page.evaluate(() => window.same), "a page was loaded by the browser");
});

test("a page is shown as it was made last while the program starts, and never once anything was written", async ({ demo, phone }) => {
  const page = await phone();
  await enrolled(page, demo);
  await page.context().setOffline(true);
  const kept = () => page.evaluate(async () => { // the worker keeps a page a moment after it was made, unless anything was written meanwhile
    const name = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(location.href)))));
    const counted = async () => (await indexedDB.databases()).some(({ name }) => name === "willing-pages") && new Promise((done) => {
      const opening = indexedDB.open("willing-pages", 1);
      opening.onsuccess = () => {
        const { result: db } = opening;
        db.transaction("pages").objectStore("pages").count(name).onsuccess = ({ target }) => (db.close(), done(target.result));
      };
    });
    for (let waited = 0; !(await counted()); waited++) {
      if (waited % 10 === 9) await fetch(location.href); // made anew: nobody keeps the one that was given up
      await new Promise((again) => setTimeout(again, 300));
    }
  });
  const again = async (where) => {
    await stopWorker(page);
    const answer = await page.goto(where);
    return (await answer.allHeaders()).age !== undefined;
  };
  await page.goto("/phone/team");
  await kept();
  assert.ok(await again("/phone/team"), "the page was made anew");
  await page.locator("h1").first().waitFor();

  await note(page, "Rosalba Tuccari", "+39 340 7496270");
  assert.ok(!(await again("/phone/team")), "a page of before was shown after something was written");
  await page.locator("main a", { hasText: "Rosalba Tuccari" }).first().waitFor();
  await tap(page, ".state-line[href]");
  await page.waitForURL(/\/team\/device/);
  assert.ok(!(await again("/phone/team/device")), "what the device says of itself is never of before");

  const shut = await reopen(page);
  await shut.locator("text=This phone is locked").waitFor();
  await shut.goto("/phone/team");
  await shut.locator("text=This phone is locked").waitFor();
});

test("what is written forgets a page too that came to be kept while others were being forgotten", async ({ demo, phone }) => {
  const page = await phone();
  await enrolled(page, demo);
  const left = await page.context().serviceWorkers().at(-1).evaluate(async () => {
    await pages("readwrite", (all) => all.put({ until: 0 }, "some page"));
    some = true;
    let hold = true;
    const slow = pages("readwrite", (all) => { // a disk that has much to do
      const more = () => hold && (all.count().onsuccess = more);
      return all.count().onsuccess = more, all.count();
    });
    const sealed = new Promise((done) => { // the page is about to be put there
      const { encrypt } = crypto.subtle;
      crypto.subtle.encrypt = (...what) => encrypt.apply(crypto.subtle, what).finally(() => what[2].length === 1 && setTimeout(done));
    });
    changes++;
    const forgotten = forgetPages();
    const keeping = keepPage({ url: location.origin + "/phone/team" }, { status: 200, headers: [["Keep-Until", String(Date.now() + 60_000)]], body: new Uint8Array(1) }, changes);
    await sealed;
    hold = false;
    await Promise.all([slow, forgotten, keeping]);
    const came = await pages("readonly", (all) => all.count());
    await browser.changing(); // as the program does it: what is asked for from here on is kept by nobody until it is written
    const left = await pages("readonly", (all) => all.count());
    await browser.changed();
    return [came, left];
  });
  assert.equal(left.at(-1), 0, `of ${left[0]} pages that came to be kept meanwhile these are left once something is written`);
});

test("closed it is locked; a passphrase, a passkey and a PIN each open what they should", async ({ demo, phone, axe, shot }) => {
  let page = await phone();
  await enrolled(page, demo);
  await stopWorker(page);
  await page.reload();
  assert.equal(path(page), "/phone/team", "a worker that the browser stopped starts again, still open");

  page = await reopen(page);
  await page.locator("text=This phone is locked").waitFor();
  await shot(page, "phone-locked");
  await axe(page);
  await page.fill("#f-passphrase", "not this one at all");
  await tap(page, "text=/^Open$/");
  await page.locator("p.wrong >> text=This does not open the phone").waitFor();
  await open(page);

  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  await client.send("WebAuthn.addVirtualAuthenticator", { options: {
    protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true, automaticPresenceSimulation: true,
  } });
  await page.goto("/phone/keep");
  await shot(page, "phone-keep");
  await axe(page);
  await page.fill("form[data-prf=create] #f-passphrase", phrase);
  await tap(page, "text=Let a passkey open it too");
  await page.locator("text=A passkey opens this phone").waitFor();
  await page.context().setOffline(true);
  await tap(page, "text=Lock the phone now");
  await tap(page, "text=Open with the passkey");
  await page.waitForURL(/\/phone\/team/);

  await page.goto("/phone/keep");
  await page.fill("#f-pin", "2718");
  await tap(page, "text=Keep this PIN");
  await page.goto("/phone/team/check");
  await page.fill("#f-q", "Fiorenza Belluomo");
  await page.evaluate(async () => { // in one go: a page that asks how things stand would leave for the lock by itself
    const form = document.querySelector("form[action='/phone/team/check']");
    await fetch("/phone/screen", { method: "POST", body: new URLSearchParams({ use: "idle" }) });
    form.requestSubmit(form.querySelector("button"));
  });
  await page.locator("text=The screen is locked").waitFor();
  await shot(page, "phone-pin");
  await axe(page);
  await page.goto("/phone/keep/bundle");
  await page.fill("#f-pin", "3141");
  await tap(page, "text=/^Open$/");
  await page.locator("p.wrong >> text=Tries left before the phone locks: 4").waitFor();
  await page.fill("#f-pin", "2718");
  await tap(page, "text=/^Open$/");
  await page.locator("text=Your form is still here").waitFor();
  await tap(page, "text=Save it now");
  assert.equal(path(page), "/phone/team/check");
  await page.evaluate(async () => { // in one go, for the same reason
    await fetch("/phone/screen", { method: "POST", body: new URLSearchParams({ use: "idle" }) });
    location.assign("/phone/team");
  });
  await page.locator("text=The screen is locked").waitFor();
  for (let tries = 0; tries < 5; tries++) {
    await page.fill("#f-pin", "1111");
    await tap(page, "text=/^Open$/");
  }
  await page.locator("text=This phone is locked").waitFor();
});

test("two windows write one after the other, and what is unsent survives a newer version", async ({ demo, phone, axe, shot }) => {
  const to = await line(demo);
  try {
    const page = await phone(undefined, { baseURL: to.url });
    await enrolled(page, demo);
    to.cut = to.apart = true;
    const other = await page.context().newPage();
    await Promise.all([note(page, "Rosalba Tuccari", "+39 340 7496270"), note(other, "Evaristo Pedrotti", "+39 341 7558083")]);
    await page.goto("/phone/team");
    for (const name of ["Rosalba Tuccari", "Evaristo Pedrotti"]) await page.locator(`text=${name}`).first().waitFor();
    const unsent = await page.locator(".state-line b").first().innerText();
    await other.close();

    to.cut = false;
    to.newer = 1;
    await page.evaluate(async () => {
      const known = await navigator.serviceWorker.getRegistration("/phone/");
      await known.update();
      while (!known.waiting) await new Promise((later) => setTimeout(later, 100));
    });
    to.cut = true;
    await page.goto("/phone/keep");
    await shot(page, "phone-newer");
    await axe(page);
    const name = () => page.evaluate(async () => (await caches.keys()).join());
    assert.match(await name(), /willing-\w+,willing-\w+/, "the old version is there until the new one takes over");
    await Promise.all([page.waitForNavigation(), tap(page, "text=Update now")]);
    assert.match(await name(), /^willing-\w+n1$/);
    await page.goto("/phone/team");
    assert.equal(await page.locator(".state-line b").first().innerText(), unsent, "nothing unsent was lost");
    to.cut = to.apart = false;
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await page.locator("header >> text=All sent").waitFor({ timeout: 60_000 });
    assert.equal(willing(demo, "person", "list", "Pedrotti").people.length, 1);

    // A page that stays open for weeks hears of the next version when it meets headquarters, without being loaded.
    to.newer = 2;
    await page.evaluate(async () => {
      const now = Date.now;
      Date.now = () => now() + 7 * 3_600_000;
      window.dispatchEvent(new Event("online"));
      const known = await navigator.serviceWorker.getRegistration("/phone/");
      while (!known.waiting) await new Promise((later) => setTimeout(later, 100));
    });
    await page.locator("header >> text=All sent").waitFor();
  } finally {
    to.close();
  }
});

test("a bundle carries what is unsent, and the phone says when the browser may throw it away", async ({ demo, phone, shot }) => {
  const page = await phone();
  await enrolled(page, demo);
  await page.locator("text=The browser may throw away what is here").waitFor();
  await page.context().setOffline(true);
  await note(page, "Milena Castagneto", "+39 342 7619896");
  await page.goto("/phone/keep");
  const [file] = await Promise.all([page.waitForEvent("download"), tap(page, "text=Save the file")]);
  const at = join(demo.dir, "..", "carried.willing");
  await file.saveAs(at);
  assert.ok(!readFileSync(at, "latin1").includes("Castagneto"), "nobody on the way reads a name");
  willing(demo, "bundle", "import", at);
  assert.equal(willing(demo, "person", "list", "Castagneto").people.length, 1);

  await page.setInputFiles("#f-file", at);
  await tap(page, "text=Take it in");
  await page.locator("p.wrong >> text=This file is for another device").waitFor();
  await page.setInputFiles("#f-file", demo.keyfile);
  await tap(page, "text=Take it in");
  await page.locator("p.wrong >> text=This is no file of ours").waitFor();
  const device = await page.locator("dd.code").innerText();
  const back = join(demo.dir, "..", "back.willing");
  willing(demo, "bundle", "export", "--for", device, "--to", back);
  await page.setInputFiles("#f-file", back);
  await tap(page, "text=Take it in");
  await page.locator("text=Taken in").waitFor();
});

test("a team reads on its phone that one of its own was left alone meanwhile", async ({ demo, phone, shot }) => {
  const page = await phone();
  await enrolled(page, demo);
  const link = page.locator("main a[href*='/team/p/']").first(); // who is next
  const id = (await link.getAttribute("href")).split("/").pop();
  await page.context().setOffline(true);
  willing(demo, "stop", id);
  await page.reload();
  assert.equal(await page.locator("#news").count(), 0);
  await page.context().setOffline(false);
  await page.locator("#news").waitFor({ timeout: 60_000 });
  await shot(page, "phone-news");
  await page.goto("/phone/team/p/" + id);
  await page.locator("text=Please do not approach; ask headquarters.").waitFor();
});
