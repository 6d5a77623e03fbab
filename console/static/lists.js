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
const markAll = () => document.querySelectorAll(SCROLLED).forEach(markEdges);
document.addEventListener("scroll", ({ target }) => target.matches?.(SCROLLED) && markEdges(target), true);
// The body grows and shrinks with what is swapped in, opened, or broken into other lines by a font.
new ResizeObserver(markAll).observe(document.body);
for (const event of ["htmx:afterSettle", "toggle"]) document.addEventListener(event, markAll, true);

// What a person opened stays open when its list is swapped.
const opened = new Set();
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  for (const details of target.querySelectorAll?.("details[id][open]:not(.menu)") ?? []) opened.add(details.id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  opened.clear();
});
