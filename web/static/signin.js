// What the door, the unlocking and one's own account need script for: passkeys, and key files that are
// opened in the browser and never leave it.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const letters = "abcdefghijklmnopqrstuvwxyz234567";
const ids = (list) => (list || "").split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) }));

// say shows one of the sentences that a form has ready for what went wrong.
function say(form, what) {
  for (const p of form.querySelectorAll("[data-say]")) p.hidden = p.dataset.say !== what;
}

// guarded runs what a button does, and says so if the person gave up or the browser could not.
function guarded(form, fn) {
  return async (event) => {
    event.preventDefault();
    say(form, "");
    try {
      await fn();
    } catch (problem) {
      say(form, problem instanceof Wrong ? problem.message : "failed");
    }
  };
}

class Wrong extends Error {}

const shown = (form, selector) => {
  for (const e of form.querySelectorAll(selector)) e.hidden = false;
};

// the door: any passkey of this site
for (const form of document.querySelectorAll("form[data-door]")) {
  if (!window.PublicKeyCredential) continue;
  shown(form, "button");
  form.addEventListener("submit", guarded(form, async () => {
    const { challenge, rp } = form.dataset;
    const c = await navigator.credentials.get({ publicKey: { challenge: bytes(challenge), rpId: rp, userVerification: "required" } });
    const r = c.response;
    form.answer.value = JSON.stringify({
      id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: {}, authenticatorAttachment: c.authenticatorAttachment || undefined,
      response: { authenticatorData: text(r.authenticatorData), clientDataJSON: text(r.clientDataJSON), signature: text(r.signature), userHandle: text(r.userHandle) },
    });
    form.submit();
  }));
}

// one's own account: a new passkey
for (const form of document.querySelectorAll("form[data-register]")) {
  if (!window.PublicKeyCredential) continue;
  shown(form, "button, .field");
  form.addEventListener("submit", guarded(form, async () => {
    const { challenge, rp, user, name, exclude } = form.dataset;
    const c = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(challenge), rp: { id: rp, name: "Willing" }, user: { id: bytes(user), name, displayName: name },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }] /* the log knows ES256 alone */, excludeCredentials: ids(exclude), attestation: "none",
        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      },
    });
    const r = c.response;
    form.answer.value = JSON.stringify({
      id: c.id, rawId: text(c.rawId), type: c.type, clientExtensionResults: {}, authenticatorAttachment: c.authenticatorAttachment || undefined,
      response: { attestationObject: text(r.attestationObject), clientDataJSON: text(r.clientDataJSON), transports: r.getTransports ? r.getTransports() : [] },
    });
    form.submit();
  }));
}

// to unlock: a passkey that the log knows signs the session
for (const form of document.querySelectorAll("form[data-unlock=passkey]")) {
  if (!window.PublicKeyCredential) continue;
  shown(form, "button");
  form.addEventListener("submit", guarded(form, async () => {
    const { challenge, rp, passkeys } = form.dataset;
    const c = await navigator.credentials.get({ publicKey: { challenge: bytes(challenge), rpId: rp, allowCredentials: ids(passkeys), userVerification: "required" } });
    form.credential.value = text(c.rawId);
    form.authenticator.value = text(c.response.authenticatorData);
    form.client.value = text(c.response.clientDataJSON);
    form.sig.value = text(c.response.signature);
    form.submit();
  }));
}

// to unlock: a key file. One that was made before its holder was known names nobody (only a's). It is read here, signs here, and is forgotten with the page.
for (const form of document.querySelectorAll("form[data-unlock=file]")) {
  if (!window.crypto || !crypto.subtle) continue;
  shown(form, "button, .field");
  form.addEventListener("submit", guarded(form, async () => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file) throw new Wrong("choose-file");
    if (file.size > 4096) throw new Wrong("no-file");
    const { holder, public: own, seed } = keyFile(await file.text());
    if (/[^a]/.test(holder) && holder !== form.dataset.who) throw new Wrong("not-theirs");
    const sig = await crypto.subtle.sign("Ed25519", await privateKey(seed), bytes(form.dataset.message));
    form.key.value = text(own);
    form.sig.value = text(sig);
    form.submit();
  }));
}

// one's own account: a new key. It is made here and kept as a file; its public half alone is sent, once the person says
// that they have the file.
for (const form of document.querySelectorAll("form[data-newkey]")) {
  if (!window.crypto || !crypto.subtle) continue;
  const make = form.querySelector("[data-before] button");
  make.hidden = false;
  make.addEventListener("click", guarded(form, async () => {
    const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    const seed = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)).slice(-32);
    const own = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    download(form.dataset.name + ".key", await keyText(form.dataset.holder, own, seed));
    form.key.value = text(own);
    form.querySelector("[data-before]").hidden = true;
    shown(form, "[data-after]");
    form.querySelector("[data-after] button").focus();
  }));
}

// one's own account: a key file that there is
for (const form of document.querySelectorAll("form[data-oldkey]")) {
  shown(form, "button, .field");
  form.addEventListener("submit", guarded(form, async () => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file) throw new Wrong("choose-file");
    if (file.size > 4096) throw new Wrong("no-file");
    const { holder, public: own } = keyFile(await file.text());
    if (/[^a]/.test(holder) && holder !== form.dataset.holder) throw new Wrong("not-theirs");
    form.key.value = text(own);
    form.submit();
  }));
}

// keyText writes a key file, with a check over its lines: see journal.WriteKey.
async function keyText(holder, own, seed) {
  const lines = `willing key 1\nholder: ${holder}\npublic: ${word(own)}\nseed: ${word(seed)}\n`;
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines)));
  return `${lines}check: ${word(sum.slice(0, 10))}\n`;
}

function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// word is base32 of bytes, and base32 the way back.
function word(data) {
  let out = "", bits = 0, n = 0;
  for (const b of data) {
    n = ((n << 8) | b) & 0x1fff;
    for (bits += 8; bits >= 5; ) out += letters[(n >> (bits -= 5)) & 31];
  }
  return bits ? out + letters[(n << (5 - bits)) & 31] : out;
}

// keyFile reads the lines of a key file: see journal.WriteKey.
function keyFile(content) {
  const lines = content.split("\n");
  const value = (i, name) => {
    if (!lines[i] || !lines[i].startsWith(name + ": ")) throw new Wrong("no-file");
    return lines[i].slice(name.length + 2).trim();
  };
  if (lines[0].trim() !== "willing key 1") throw new Wrong("no-file");
  return { holder: value(1, "holder"), public: base32(value(2, "public")), seed: base32(value(3, "seed")) };
}

function base32(word) {
  const out = [];
  let bits = 0, n = 0;
  for (const c of word) {
    const at = letters.indexOf(c);
    if (at < 0) throw new Wrong("no-file");
    n = ((n << 5) | at) & 0xfff;
    if ((bits += 5) >= 8) out.push((n >> (bits -= 8)) & 255);
  }
  return new Uint8Array(out);
}

// privateKey wraps a seed as PKCS #8 (RFC 8410), the one form that browsers take.
function privateKey(seed) {
  const head = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
  return crypto.subtle.importKey("pkcs8", new Uint8Array([...head, ...seed]), "Ed25519", false, ["sign"]);
}
