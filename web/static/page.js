// What every page does if script is on; each of them works without.
"use strict";
function dress() {
  document.getElementById("problems")?.focus();
  // Buttons that copy a text; without script the text is there to be selected.
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.textContent = button.dataset.copied;
    });
  }
  // Buttons that print the page.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // Moments on the clock of whoever reads; the day beside it is the house's.
  for (const line of document.querySelectorAll("[data-clock][hidden]")) {
    const at = new Date(line.dataset.clock), lang = document.documentElement.lang;
    line.append(at.toLocaleString(lang === "en" ? "en-GB" : lang, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }));
    line.hidden = false;
  }
}
dress();
document.addEventListener("walked", dress); // on a phone a page takes the place of another
