// 데이터 확인: what is known about a column opens right below its row, and stays there while the table is drawn anew.
// It is closed by its button, by Escape, or by its column once more.
"use strict";

(() => {
  const detail = document.getElementById("column");
  const home = detail.parentElement;
  let opened = null; // number of the column
  const name = (number) => document.getElementById(`select-${number}`);
  const isBelow = () => detail.parentElement !== home;

  function takeOut() {
    const row = detail.closest("tr");
    home.append(detail);
    row?.remove();
  }

  function putBelow() {
    const button = name(opened);
    if (!button) return close();
    const focused = detail.contains(document.activeElement) ? document.activeElement : null;
    const row = button.closest("tr");
    const below = document.createElement("tr");
    below.className = "opened";
    const cell = below.insertCell();
    cell.colSpan = row.closest("table").tHead.rows[0].cells.length;
    cell.append(detail);
    row.after(below);
    button.setAttribute("aria-expanded", "true");
    focused?.focus();
  }

  function close() {
    name(opened)?.setAttribute("aria-expanded", "false");
    opened = null;
    takeOut();
    detail.replaceChildren();
  }

  function closeAndReturn() {
    const button = name(opened);
    close();
    button?.focus();
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (opened === null || event.target !== name(opened)) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id === "columns" && event.detail.shouldSwap && isBelow()) takeOut();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target === detail) {
      name(opened)?.setAttribute("aria-expanded", "false");
      takeOut();
      opened = detail.querySelector("[data-column-no]").dataset.columnNo;
      putBelow();
      // All of it where there is room, its row in any case.
      detail.scrollIntoView({ block: "nearest" });
      name(opened)?.closest("tr").scrollIntoView({ block: "nearest" });
    } else if (opened !== null && !isBelow()) putBelow();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-column]")) closeAndReturn();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || opened === null || event.defaultPrevented) return;
    if (!document.querySelector("dialog[open], details.menu[open], :popover-open")) closeAndReturn();
  });
})();
