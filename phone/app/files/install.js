// Installs the application: fetches its worker, waits until that has all it needs, and goes on to the page that the
// worker makes. The code of an enrolment stands behind the #, which browsers keep to themselves.
"use strict";

const part = document.querySelector("[data-install]");
const show = (name) => {
  for (const e of part.querySelectorAll("[data-say]")) e.hidden = e.dataset.say !== name;
};

async function install() {
  if (localStorage.getItem("carried")) part.parentElement.querySelector("[data-evicted]").hidden = false;
  if (location.hash.length > 1) sessionStorage.setItem("code", decodeURIComponent(location.hash.slice(1)));
  if (!navigator.serviceWorker || !window.isSecureContext) return show("unable");
  const known = await navigator.serviceWorker.getRegistration("/phone/");
  if (known && known.active && !part.dataset.asked) return begin(); // it is here; this page came past it
  show("ready");
  part.querySelector("button").addEventListener("click", begin);
}

async function begin() {
  show("busy");
  const bar = part.querySelector("progress");
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.loaded) bar.value = data.loaded / data.all;
  });
  try {
    const registration = await navigator.serviceWorker.register("/phone/worker.js", { scope: "/phone/", updateViaCache: "none" });
    const worker = registration.active || registration.installing || registration.waiting;
    await new Promise((ready, failed) => {
      const look = () => (worker.state === "activated" ? ready() : worker.state === "redundant" ? failed() : 0);
      worker.addEventListener("statechange", look);
      look();
    });
    location.replace(location.pathname + location.search);
  } catch {
    show("failed");
    part.querySelector("[data-again]").addEventListener("click", () => location.reload());
  }
}

if (part) install();
