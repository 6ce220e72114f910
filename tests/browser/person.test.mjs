import assert from "node:assert/strict";
import { bigText, house, noSideways, sameLook, soundBar, wholeWords, willing } from "./house.mjs";

const { test } = house();
const languages = ["en", "fr", "es", "it", "pt", "ar"];

test("somebody reads in parts, pauses, and comes back to their place", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  await page.goto(demo.person);
  assert.equal(new URL(page.url()).hash, "", "the secret stays in the address");
  assert.ok(!/crew|sea|rescue|willing/i.test(await page.title()), "the title tells what it is about");
  await axe(page);
  await shot(page, "person-welcome");
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/read/1`);
  await axe(page);
  await shot(page, "person-cost");
  for (let part = 1; part < 5; part++) await page.locator(".hold a").last().click();
  await page.goto(`${door}/read`);
  assert.match(page.url(), /read\/5$/);
  await page.goto(`${door}/read/11`);
  assert.match(await page.locator(".threshold h2").evaluate((e) => getComputedStyle(e).borderBlockStartStyle), /double/);
  await shot(page, "person-no-return");
});

test("yes and no look alike in every language, in the dark and on a small screen", async ({ demo, phone, axe, shot }) => {
  for (const colorScheme of ["light", "dark"]) {
    for (const lang of languages) {
      const page = await phone(undefined, { width: 320, colorScheme });
      await page.goto(`${new URL(demo.person).pathname}/answer?lang=${lang}`);
      assert.equal(await page.locator("html").getAttribute("dir"), lang === "ar" ? "rtl" : "ltr");
      const yes = page.locator('[data-answer="yes"]');
      const no = page.locator('[data-answer="no"]');
      await sameLook(yes, no);
      assert.equal((await yes.boundingBox()).y, (await no.boundingBox()).y, "one stands higher");
      await noSideways(page);
      await axe(page);
      if (lang === "ar" || lang === "en") await shot(page, `person-answer-${lang}-${colorScheme}`);
      await bigText(page);
      await noSideways(page);
      await wholeWords(page);
      await sameLook(yes, no);
      await page.close();
    }
  }
});

test("without script one reads and leaves, and a yes says what it needs", async ({ demo, phone, axe }) => {
  const page = await phone(undefined, { javaScriptEnabled: false });
  const door = new URL(demo.person).pathname;
  await page.goto(`${door}/answer`);
  await page.locator('[data-answer="yes"]').click();
  assert.equal(await page.locator("h1").count(), 1);
  assert.match(page.url(), /\/act$/, "a yes without a key went through");
  for (const path of ["", "/read/1", "/mine", "/held", "/help", "/erase", "/later", "/correct", "/quiet"]) {
    const answer = await page.goto(door + path);
    assert.equal(answer.status(), 200, path);
  }
});

test("the keyboard alone reaches both answers, one right after the other", async ({ demo, phone }) => {
  const page = await phone();
  await page.goto(`${new URL(demo.person).pathname}/answer`);
  const order = [];
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => document.activeElement?.dataset?.answer ?? ""));
  }
  const first = order.findIndex(Boolean);
  assert.ok(first >= 0 && order[first + 1], `focus went ${order}`);
});

test("a browser refuses to sign what was not chosen, and nothing signed leaves it", async ({ demo, phone, shot }) => {
  const text = (s) => Buffer.from(s, "latin1").toString("base64");
  const swaps = {
    "a yes for a no": async (route) => {
      const asked = JSON.parse(route.request().postData());
      await route.continue({ postData: JSON.stringify({ ...asked, answer: asked.answer === "no" ? "yes" : "no" }) });
    },
    "a second event beside it": async (route) => {
      const answer = await route.fetch();
      const said = await answer.json();
      const act = Buffer.from(said.message, "base64").toString("latin1");
      const more = act.replace("types\x81\x6canswer.given", "types\x82\x6canswer.given\x6cassent.given");
      assert.notEqual(more, act, "the act was not altered");
      await route.fulfill({ response: answer, json: { ...said, message: text(more) } });
    },
    "another receipt": async (route) => {
      const asked = JSON.parse(route.request().postData());
      await route.continue({ postData: JSON.stringify({ ...asked, receipt: Buffer.alloc(32, 1).toString("base64") }) });
    },
  };
  for (const [what, swap] of Object.entries(swaps)) {
    const page = await phone();
    await page.goto(demo.person);
    const door = new URL(page.url()).pathname;
    await page.goto(`${door}/answer`);
    const signed = [];
    await page.route("**/sign", async (route) => {
      if (JSON.parse(route.request().postData()).signature) {
        signed.push(what);
        return route.abort();
      }
      return swap(route);
    });
    await page.locator('[data-answer="no"]').click();
    await page.locator("#said").waitFor({ state: "visible" });
    assert.deepEqual(signed, [], "it was signed all the same");
    await shot(page, "person-refused");
    await page.close();
  }
});

test("where the line is gone an answer says so in the page's own words, and the page stays", async ({ demo, phone }) => {
  const page = await phone();
  await page.goto(demo.person);
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/answer`);
  await page.context().setOffline(true);
  await page.locator('[data-answer="no"]').click();
  await page.locator("#said li").waitFor();
  const words = await page.locator("#link-key").getAttribute("data-broken");
  assert.equal(await page.locator("#said li").textContent(), words);
  assert.equal(new URL(page.url()).pathname, `${door}/answer`);
});

test("with text of 200 % on 360 points the bar at the foot breaks no word and leaves the page to be read", async ({ demo, phone, shot }) => {
  for (const lang of languages) {
    const page = await phone(undefined, { width: 360, height: 740 });
    await page.goto(`${new URL(demo.person).pathname}/read/2?lang=${lang}`);
    const [stop, on] = await page.locator(".hold .button").evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().width)));
    assert.equal(stop, on, `${lang}: one is wider`);
    await soundBar(page);
    await bigText(page);
    await noSideways(page);
    await soundBar(page);
    if (lang === "fr") await shot(page, "person-bar-large");
    await page.close();
  }
});

test("leaving the page takes one tap and leaves none of ours in the history", async ({ demo, phone }) => {
  const page = await phone();
  await page.route("https://www.wikipedia.org/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>" }));
  await page.goto("/stop");
  await page.goto(demo.person);
  const door = new URL(page.url()).pathname;
  await page.locator(`main a[href="${door}/answer"]`).click();
  await page.waitForURL(/answer$/);
  await page.locator(`footer a[href="${door}/mine"]`).click();
  await page.waitForURL(/mine$/);
  assert.ok(await page.evaluate(() => Object.keys(sessionStorage).length > 0));
  await page.locator("header .exit").click();
  await page.waitForURL("https://www.wikipedia.org/");
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, "/stop", "the history still holds a page of theirs");
  assert.equal(await page.evaluate(() => Object.keys(sessionStorage).length), 0, "the secret stayed");
});

test("a long page has the way out at its foot too, and it works the same from there; a short one has it once", async ({ demo, phone }) => {
  const page = await phone();
  await page.route("https://www.wikipedia.org/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>" }));
  const door = new URL(demo.person).pathname;
  const places = { [`main a[href="${door}/read"]`]: /read\/\d+$/, [`main a[href="${door}/held"]`]: /held$/, [`footer a[href="${door}/help"]`]: /help$/ };
  for (const [link, place] of Object.entries(places)) {
    await page.goto("/stop");
    await page.goto(demo.person);
    await page.locator(link).first().click();
    await page.waitForURL(place);
    assert.ok(await page.evaluate(() => Object.keys(sessionStorage).length > 0));
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const inSight = (exit) => page.locator(exit).evaluate((e) => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().bottom <= innerHeight);
    assert.ok(!(await inSight("header .exit")), `${place} is one screen long`);
    assert.ok(await inSight("footer .exit"), `${place} has no way out at its foot`);
    await page.locator("footer .exit").click();
    await page.waitForURL("https://www.wikipedia.org/");
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, "/stop", "the history still holds a page of theirs");
    assert.equal(await page.evaluate(() => Object.keys(sessionStorage).length), 0, "the secret stayed");
  }
  for (const path of ["/later", "/erase", "/pin"]) {
    await page.goto(door + path);
    assert.equal(await page.locator(".exit").count(), 1, path);
  }
});

test("in all six languages every page is sound on 320 points, with big text and in the dark", async ({ demo, phone, axe, shot }) => {
  const door = new URL(demo.person).pathname;
  for (const lang of languages) {
    const page = await phone(undefined, { width: 320, colorScheme: lang === "ar" ? "dark" : "light" });
    for (const path of ["", "/read/1", "/read/11", "/later", "/mine", "/held", "/help", "/erase", "/correct", "/pin"]) {
      await page.goto(`${door}${path}?lang=${lang}`);
      await noSideways(page);
      await axe(page);
      if (lang === "ar" || lang === "en") await shot(page, `person-${lang}${path.replaceAll("/", "-")}`);
      await bigText(page);
      await noSideways(page);
      await wholeWords(page);
    }
    await page.close();
  }
});

test("a 'not now' is taken back on the page, and the question stands there again", async ({ demo, phone, axe, shot }) => {
  const page = await phone(undefined, { width: 360 });
  await page.goto(`${demo.person}`);
  const door = new URL(page.url()).pathname;
  await page.goto(`${door}/later?lang=en`);
  await page.locator("main form button").click();
  await page.waitForURL(/done$/);
  assert.match(await page.locator("#receipt").innerText(), /Text that you were told/);
  await shot(page, "person-not-now");
  await page.goto(`${door}/answer?lang=en`);
  assert.equal(await page.locator("main button", { hasText: /^No$/ }).count(), 1, "no quiet no");
  await axe(page);
  await shot(page, "person-not-now-answer");
  await page.locator("main form[data-act=lift] button").first().click();
  await page.waitForURL(new RegExp(`${door}$`));
  assert.match(await page.locator("main").innerText(), /You have taken back your ‘not now’/);
  await shot(page, "person-taken-back");
  await page.goto(`${door}/mine?lang=en`);
  await shot(page, "person-taken-back-mine");
  await page.goto(`${door}/answer?lang=ar`);
  await sameLook(page.locator('[data-answer="yes"]'), page.locator('[data-answer="no"]'));
  await axe(page);
  await shot(page, "person-taken-back-answer");
});

test("a yes is signed in their own browser; the receipt's key is theirs alone; leaving takes no more taps", async ({ demo, phone, axe, shot }) => {
  const page = await phone();
  const posted = [];
  page.on("request", (r) => r.method() === "POST" && posted.push(r.postData() ?? ""));
  await page.goto(demo.person);
  const door = new URL(page.url()).pathname;
  const secret = demo.person.split("#")[1];
  const waiting = () => willing(demo, "person", "list", "--stage", "yes-provisional").people.map((p) => p.person);
  const others = waiting();
  await page.locator(`main a[href="${door}/answer"]`).click(); // agreeing, from the first page: one tap …
  await page.locator('[data-answer="yes"]').click(); // … and a second
  await page.waitForURL(/\/done$/);
  await axe(page);
  await shot(page, "person-done-yes");
  assert.ok(posted.length === 2 && posted.every((body) => !body.includes(secret)), "the secret left the browser");
  const key = (await page.locator("#receipt-key").textContent()).trim();
  assert.match(key, /^([a-z2-7]{4} ){6}[a-z2-7]{2}$/);
  await page.locator('form[data-act="number"] button[value="no"]').click();
  await page.waitForURL(/\/mine$/);
  assert.equal(await page.locator("#said:visible").count(), 0);
  await page.goto(`${door}/mine`);
  await axe(page);
  await shot(page, "person-mine");
  await page.goto(door);
  await shot(page, "person-yes-waits");
  const [id] = waiting().filter((p) => !others.includes(p));
  willing(demo, "call", id, "--reached", "--alone", "--told-cost", "--felt-free"); // before that, a receipt of a yes opens nothing
  await page.locator('main form[data-act="leave"] button').click(); // leaving, from the first page: one tap
  await page.locator(`main a[href="${door}/mine#return"]`).waitFor();
  await page.goto(`${door}/mine`);
  await page.locator("[data-receipt-key]").fill(key);
  await page.locator('form[data-act="return"] button').click();
  await page.waitForURL((url) => url.pathname === door);
  assert.equal(await page.locator(".note.plain").count(), 0, "they did not come back");
  for (const path of ["/held", "/correct", "/erase", "/help", "/quiet", "/later"]) {
    await page.goto(door + path);
    await axe(page);
    await shot(page, `person${path.replace("/", "-")}`);
  }
});
