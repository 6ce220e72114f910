// A person's own key. The secret behind the # of their private link never leaves the browser: an Ed25519 key grows
// out of it, and signs what they choose. Before it signs, the page looks whether what the server wants signed binds
// just that choice. Without script, without the secret, or in a browser that cannot make such a key, every form here works as a plain
// form; only a yes needs more.
"use strict";
(() => {
  const place = document.getElementById("link-key");
  for (const exit of document.querySelectorAll("a.exit")) {
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      document.body.hidden = true;
      sessionStorage.clear();
      location.replace(exit.href);
    });
  }
  // One page replaces another, so that the browser's history holds one of them at most.
  const go = (to) => location.replace(to);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || link.hasAttribute("download") || event.ctrlKey || event.metaKey || event.shiftKey || link.hash) return;
    if (new URL(link.href).origin !== location.origin) return;
    event.preventDefault();
    go(link.href);
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  const secretName = "secret:" + location.pathname.split("/")[2];
  if (location.hash.length > 20) {
    sessionStorage.setItem(secretName, location.hash.slice(1));
    history.replaceState(null, "", location.pathname + location.search); // nobody reads it over a shoulder
  }
  showReceiptKey();
  if (!place) return;

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const base64 = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));
  const joined = (...parts) => new Uint8Array(parts.flatMap((p) => [...p]));
  const text = new TextEncoder();

  // seed ‖ purpose: the key that grows out of a secret, as package demo and web/team make it too.
  const keyOf = async (purpose, secret) => keyFrom(new Uint8Array(await crypto.subtle.digest("SHA-256", joined(text.encode(purpose), secret))));

  // Older browsers make no such key, and none does at an address without encryption.
  const able = keyOf("willing/link/1", new Uint8Array(16)).then(() => true, () => false);
  able.then((can) => {
    for (const note of document.querySelectorAll("[data-no-key]")) note.hidden = can && !!sessionStorage.getItem(secretName);
  });

  // A receipt from the team's phone or from paper is the seed itself: 52 letters.
  async function keyFrom(seed) {
    const pkcs8 = joined([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20], seed);
    const key = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "Ed25519" }, true, ["sign"]);
    const { x } = await crypto.subtle.exportKey("jwk", key);
    return { sign: (message) => crypto.subtle.sign("Ed25519", key, message), public: base64(bytes(x)) };
  }

  // The one event that each act is: nothing else may stand in what is signed.
  const types = {
    undo: "stop.undone",     answer: "answer.given", number: "permission.given", stop: "stop.made", leave: "withdrawal.made", lift: "person.reopened", return: "person.reopened",
    again: "update.answered", remark: "remark.volunteered", erase: "erasure.requested", keep: "erasure.denied", correct: "particulars.noted",
    form: "interview.held", "take-back": "form.taken-back",
  };

  // binds: is what is to be signed this one event and nothing beside it, with the content that was chosen?
  // docs/event-format.md, "Acts", describes the bytes.
  async function binds({ message, salt, body, inside }, said) {
    const begin = text.encode("willing/act/1");
    const whole = bytes(message);
    if (!same(whole.slice(0, begin.length), begin)) return false;
    const act = decode(whole.slice(begin.length));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", joined(bytes(salt), bytes(body))));
    if (act.as !== "actor" || act.types.length !== 1 || act.types[0] !== types[said.act] || act.bodies.length !== 1 || !same(act.bodies[0], hash)) return false;
    return means(await opened(decode(bytes(body)), bytes(inside ?? "")), said);
  }

  // opened: answers for the doctor are signed in an envelope; salt, record and answers, as they lie in it, make its sum.
  async function opened(content, inside) {
    if (!content.envelope) return content;
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", inside));
    if (content.answers || !same(content.sum ?? [], sum)) return {};
    return { ...content, answers: decode(inside.slice(32)) };
  }

  function means(content, said) {
    const until = ({ year, month, day } = {}) => (year ? [year, month, day].map((n) => String(n).padStart(2, "0")).join("-") : "");
    switch (said.act) {
      case "answer":
        return content.answer === said.answer && content.method === "own" && (content.covers ?? "") === (said.covers ?? "") &&
          until(content.until) === (said.until ?? "") && base64(content.receipt ?? []) === (said.receipt ?? "");
      case "again": return (content.continue ?? false) === (said.yes ?? false);
      case "number": return content.question === "number" && (content.yes ?? false) === (said.yes ?? false);
      case "form": return content.instrument === said.form && !content.safety && sameAnswers(content.answers ?? {}, said.answers);
      case "correct": return ["given", "family", "town"].every((name) => (content[name] ?? "") === (said[name] ?? "").trim());
    }
    return true; // the rest says all by its type
  }

  // Numbers and days are kept in the digits that programs read, and texts without spaces around them.
  const plain = (answer) => (answer ?? "").trim().replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
  const sameAnswers = (a, b) => [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => plain(a[name]) === plain(b[name]));

  const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

  // decode reads the little of CBOR (RFC 8949) that a body is made of: maps, texts, bytes, numbers, lists, true and false.
  function decode(data) {
    let at = 0;
    const length = (info) => {
      if (info < 24) return info;
      let n = 0;
      for (let left = 1 << (info - 24); left > 0; left--) n = n * 256 + data[at++];
      return n;
    };
    const item = () => {
      const first = data[at++];
      const major = first >> 5;
      if (major === 7) return (first & 31) === 21;
      const n = length(first & 31);
      if (major === 0) return n;
      if (major === 1) return -1 - n;
      if (major === 2) return data.slice(at, (at += n));
      if (major === 3) return new TextDecoder().decode(data.slice(at, (at += n)));
      if (major === 4) return Array.from({ length: n }, item);
      return Object.fromEntries(Array.from({ length: n }, () => [item(), item()]));
    };
    const out = item();
    if (at !== data.length) throw new Told(place.dataset.swapped);
    return out;
  }

  // Told is a fault in words of the page's own; what a browser says of a broken line is in none of its languages.
  class Told extends Error {}

  // Locked: the time since the PIN was given is over.
  class Locked extends Error {}

  async function send(question) {
    const answer = await fetch(place.dataset.sign, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question) });
    if (answer.status === 401) throw new Locked();
    const said = await answer.json();
    if (!answer.ok) throw new Told((said.problems ?? []).join("\n") || place.dataset.broken);
    return said;
  }

  async function sign(said, key) {
    const first = await send({ ...said, key: key.public });
    if (first.to) return first.to;
    if (!(await binds(first, said))) throw new Told(place.dataset.swapped);
    const signature = base64(await key.sign(bytes(first.message)));
    return (await send({ ...said, key: key.public, held: first.held, signature })).to;
  }

  function tell(problem) {
    const box = document.getElementById("said");
    box.querySelector("ul").replaceChildren(...problem.split("\n").map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    box.hidden = false;
    box.focus();
  }

  // plainly sends a form as it would go without script.
  function plainly(form, submitter) {
    if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
    form.submit();
  }

  // askPIN asks for the PIN above the form, so that what was written in it stays, and then sends it.
  function askPIN(form, submitter) {
    const asks = document.getElementById("pin-again");
    if (!asks) return tell(place.dataset.broken);
    asks.hidden = false;
    asks.elements.pin.focus();
    asks.onsubmit = async (event) => {
      event.preventDefault();
      const answer = await fetch(asks.action, { method: "POST", body: new URLSearchParams(new FormData(asks)) }).catch(() => null);
      asks.elements.pin.value = "";
      if (!answer?.ok) return tell(answer ? asks.dataset.wrong : place.dataset.broken);
      asks.hidden = document.getElementById("said").hidden = true;
      form.requestSubmit(submitter);
    };
  }

  for (const form of document.querySelectorAll("form[data-act]")) {
    form.addEventListener("submit", async (event) => {
      const secret = sessionStorage.getItem(secretName);
      const field = form.querySelector("[data-receipt-key]");
      if (!field && !secret) return; // the plain form: the law says what it is worth
      event.preventDefault();
      const { submitter } = event;
      if (!field && !(await able)) return plainly(form, submitter);
      const data = new FormData(form, submitter);
      const said = { act: form.dataset.act };
      for (const name of ["answer", "until", "given", "family", "phone", "mail", "town"]) if (data.get(name)) said[name] = data.get(name);
      if (said.answer === "no" && data.get("covers")) said.covers = data.get("covers"); // how far a no reaches
      if (form.dataset.form) said.form = form.dataset.form;
      if (said.act === "form") {
        said.answers = {};
        for (const [name, value] of data) if (name.startsWith("q-") && value.trim()) said.answers[name.slice(2)] = value;
      }
      if (data.has("yes")) said.yes = data.get("yes") === "yes";
      try {
        if (field) {
          const secret = fromLetters(field.value);
          return go(await sign(said, await (secret.length === 32 ? keyFrom(secret) : keyOf("willing/receipt/1", secret.slice(0, 16)))));
        }
        if (said.act === "answer") {
          const receipt = crypto.getRandomValues(new Uint8Array(16));
          said.receipt = (await keyOf("willing/receipt/1", receipt)).public;
          sessionStorage.setItem("receipt", letters(receipt));
        }
        go(await sign(said, await keyOf("willing/link/1", bytes(secret))));
      } catch (problem) {
        if (problem instanceof Locked) return askPIN(form, submitter);
        tell(problem instanceof Told ? problem.message : place.dataset.broken);
      }
    });
  }

  // A PIN is set with the link's key, so that nobody who has the address alone locks the person out.
  for (const form of document.querySelectorAll("form[data-pin]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const secret = sessionStorage.getItem(secretName);
      if (!secret) return tell(place.dataset.nosecret);
      try {
        const key = await keyOf("willing/link/1", bytes(secret));
        const said = ["willing/pin/1", location.pathname.split("/")[2], form.elements.ask.value, form.elements.pin.value].join("\0");
        form.elements.signature.value = base64(await key.sign(text.encode(said)));
        form.submit();
      } catch (problem) {
        tell(problem instanceof Told ? problem.message : place.dataset.broken);
      }
    });
  }

  // The receipt's key, for people: base 32 in groups of four.
  function letters(data) {
    const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    let out = "", bits = 0, value = 0;
    for (const b of data) {
      value = (value << 8) | b;
      for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(value >> (bits - 5)) & 31];
      value &= (1 << bits) - 1;
    }
    if (bits > 0) out += alphabet[(value << (5 - bits)) & 31];
    return out.replace(/(.{4})(?=.)/g, "$1 ");
  }

  function fromLetters(typed) {
    const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    const out = [];
    let bits = 0, value = 0;
    for (const c of typed.toLowerCase().replaceAll(/[^a-z2-7]/g, "")) {
      value = (value << 5) | alphabet.indexOf(c);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.push((value >> bits) & 255);
        value &= (1 << bits) - 1;
      }
    }
    return new Uint8Array(out);
  }

  // The key of a receipt was made here and is nowhere else: it is shown with the receipt, and goes into the file.
  function showReceiptKey() {
    const key = sessionStorage.getItem("receipt");
    const shown = document.getElementById("receipt-key");
    if (!key || !shown) return;
    shown.textContent = key;
    shown.hidden = shown.previousElementSibling.hidden = document.getElementById("receipt-note").hidden = false;
    document.getElementById("receipt-json")?.addEventListener("click", async (event) => {
      event.preventDefault();
      const file = await (await fetch(event.target.href)).json();
      const link = Object.assign(document.createElement("a"), {
        href: URL.createObjectURL(new Blob([JSON.stringify({ ...file, key }, null, 2)], { type: "application/json" })), download: "receipt.json",
      });
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }
})();
