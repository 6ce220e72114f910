// Keys for lists at headquarters: / searches, j and k go down and up, Enter opens (the link has the focus).
// Everything works without.
"use strict";
{
  const links = () => [...document.querySelectorAll("[data-rows] > li > a.go")];
  const search = document.querySelector('[data-key="/"]');
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
      return;
    }
    if (event.key !== "j" && event.key !== "k") return;
    const all = links();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const to = event.key === "j" ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0);
    all[to].focus();
  });
}
