// Tables that are scrolled sideways, and lists that are drawn anew while something in them is open.
"use strict";

// `data-cut` says at which sides of a table something is out of sight; the style sheet draws those edges.
const SCROLLED = ".wide, .sheet, table";
function markEdges(box) {
  const hidden = /auto|scroll/.test(getComputedStyle(box).overflowX) ? box.scrollWidth - box.clientWidth : 0;
  const sides = [box.scrollLeft > 1 && "left", hidden - box.scrollLeft > 1 && "right"].filter(Boolean).join(" ");
  if (sides === (box.dataset.cut ?? "")) return;
  if (sides) box.dataset.cut = sides;
  else delete box.dataset.cut;
}
// A text that is cut is whole in its title, and for keys and fingers in its cell, which unfolds while it has the focus.
const LISTED = ":is(.documents, .list) td:not(.acts, .choose)";
function markCells() {
  const cells = [...document.querySelectorAll(LISTED)].filter((cell) => !cell.contains(document.activeElement));
  const cut = cells.map((cell) => cell.scrollWidth > cell.clientWidth); // all are measured before any is changed
  cells.forEach((cell, n) => {
    const needsFocus = cut[n] && !cell.querySelector("a, button, summary");
    if (needsFocus) cell.tabIndex = 0;
    else cell.removeAttribute("tabindex");
    if (cut[n] && !cell.title && !cell.querySelector("[title]")) cell.title = cell.textContent.trim().replace(/\s+/g, " ");
  });
}
function markAll() {
  document.querySelectorAll(SCROLLED).forEach(markEdges);
  markCells();
}
document.addEventListener("scroll", ({ target }) => target.matches?.(SCROLLED) && markEdges(target), true);
// The body grows and shrinks with what is swapped in, opened, or broken into other lines by a font.
new ResizeObserver(markAll).observe(document.body);
for (const event of ["htmx:afterSettle", "toggle"]) document.addEventListener(event, markAll, true);

// A cell that has the focus keeps it when its list is swapped: a new one can have it only once it was found to be cut.
let focusedCell = "";
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const { activeElement } = document;
  focusedCell = activeElement?.matches("td[id]") && target.contains(activeElement) ? activeElement.id : "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (focusedCell) document.getElementById(focusedCell)?.focus();
  focusedCell = "";
});

// What a person opened stays open when its list is swapped.
const opened = new Set();
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  for (const details of target.querySelectorAll?.("details[id][open]:not(.menu)") ?? []) opened.add(details.id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  opened.clear();
});
