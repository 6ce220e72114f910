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
  // A bar at the foot that would take more than a quarter of the screen, with large text or on a low one, stands at the end of its page.
  for (const bar of document.querySelectorAll(".hold, .tabs")) {
    const measure = () => bar.classList.toggle("still", bar.offsetHeight > innerHeight / 4);
    measure();
    new ResizeObserver(measure).observe(bar);
    new ResizeObserver(measure).observe(document.documentElement);
  }
}
dress();
document.addEventListener("walked", dress); // on a phone a page takes the place of another
