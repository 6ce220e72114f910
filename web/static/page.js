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
}
dress();
document.addEventListener("walked", dress); // on a phone a page takes the place of another
