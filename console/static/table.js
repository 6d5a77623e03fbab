// A table beside its page: the keys of a spreadsheet, and blocks pasted from one. Saving is grid.js, as of any text.
"use strict";

(() => {
  const grid = document.getElementById("grid");
  const cellOf = (element) => element?.closest?.("[data-row]");
  const fieldOf = (cell) => cell?.querySelector(".field > input");

  // The cell at a place, or the one that spans it.
  function cellAt(table, row, column) {
    return [...table.querySelectorAll("[data-row]")].find((cell) => {
      const [top, left] = [Number(cell.dataset.row), Number(cell.dataset.column)];
      return top <= row && row < top + cell.rowSpan && left <= column && column < left + cell.colSpan;
    });
  }

  function step(cell, by) {
    const table = cell.closest("table");
    let row = by > 0 ? Number(cell.dataset.row) + cell.rowSpan : Number(cell.dataset.row) - 1;
    for (; row >= 0; row += by) {
      const next = cellAt(table, row, Number(cell.dataset.column));
      if (!next) return null;
      if (fieldOf(next)) return fieldOf(next);
    }
    return null;
  }

  grid.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.shiftKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const field = by && event.target.matches(".field > input") && step(cellOf(event.target), by);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // Rows and columns of a block go into the cells from here on, those that hold one text.
  grid.addEventListener("paste", async (event) => {
    const start = cellOf(event.target);
    const block = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!start || !/[\t\n]/.test(block)) return;
    event.preventDefault();
    const table = start.closest("table");
    let left = 0;
    const [row, column] = [Number(start.dataset.row), Number(start.dataset.column)];
    block.split("\n").forEach((line, down) =>
      line.split("\t").forEach((value, across) => {
        const cell = cellAt(table, row + down, column + across);
        const field = fieldOf(cell);
        if (!value.trim()) return;
        if (!field || "joint" in cell.dataset || cell.querySelectorAll(".text").length > 1) return (left += 1);
        field.value = value.trim();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      }));
    const words = document.getElementById("words").content.firstElementChild.dataset;
    if (left) notice(`${words.notPasted} (${left})`, 12);
  });

  // An empty cell is read once a box is drawn in it.
  grid.addEventListener("click", ({ target }) => {
    const { quad, page } = target.closest(".empty-cell")?.dataset || {};
    if (quad) document.dispatchEvent(new CustomEvent("box-wanted", { detail: { quad: JSON.parse(quad), page: Number(page) } }));
  });
})();
