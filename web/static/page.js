// What every page does if script is on; each of them works without.
"use strict";
function dress() {
  document.getElementById("problems")?.focus();
  // A page that waits for something says by itself what came of it.
  for (const part of document.querySelectorAll("[data-again]")) setTimeout(() => part.isConnected && location.replace(part.dataset.again), 3_000);
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
// A form of the team's that somebody has written into and not sent is not left without a question. On a phone it is kept; from a
// candidate's page one is gone at once.
const team = /^\/team(\/|$)(?!.*\/turned)/;
const written = (e) => e.options ? !e.options[e.selectedIndex]?.defaultSelected && e.selectedIndex > 0 : /^(checkbox|radio)$/.test(e.type) ? e.checked !== e.defaultChecked : e.value !== e.defaultValue;
let sent = false;
addEventListener("submit", () => (sent = true));
addEventListener("pageshow", () => (sent = false));
addEventListener("beforeunload", (event) => {
  const fields = document.querySelectorAll("main form[method=post] :is(input:not([type=hidden]), textarea, select)");
  if (!sent && team.test(location.pathname) && [...fields].some(written)) event.preventDefault();
});
dress();
document.addEventListener("walked", dress); // on a phone a page takes the place of another
