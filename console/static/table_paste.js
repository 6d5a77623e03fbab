// Blocks copied from a spreadsheet and pasted into a table: each cell is saved as one text, and the block is undone at once.
"use strict";

(() => {
  const grid = document.getElementById("grid");
  const words = document.getElementById("words").content.firstElementChild.dataset;
  const { of: cellOf, field: fieldOf, at: cellAt, place } = tableCells;
  const { rowWith, save, takeBack, undone } = textGrid;

  // The field that a value pasted at this place goes into: that of a cell which begins here and holds one text.
  function fieldAt(table, row, column) {
    const cell = cellAt(table, row, column);
    const isFirst = cell && place(cell).row === row && place(cell).column === column; // of a merged cell
    if (!isFirst || "joint" in cell.dataset || cell.querySelectorAll(".text").length > 1) return null;
    const field = fieldOf(cell);
    return field?.readOnly ? null : field;
  }

  function saveAtOnce(texts) {
    const saved = new Set();
    const saves = texts.map((text) => save(text, () => saved.add(text)));
    undone.push(async () => {
      await Promise.all(saves);
      const there = texts.filter((text) => saved.has(text) && rowWith(text.dataset.id)); // boxes may have been merged or removed since
      if (!there.length) document.dispatchEvent(new CustomEvent("undo-wanted"));
      for (const text of there.toReversed()) takeBack(text); // the first has the focus in the end
    });
  }

  grid.addEventListener("paste", (event) => {
    const start = cellOf(event.target);
    const copied = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!start || !/[\t\n\r]/.test(copied)) return;
    event.preventDefault();
    const { row, column } = place(start);
    const filled = [];
    let left = 0;
    pastedBlock.rows(copied).forEach((values, down) =>
      values.forEach((value, across) => {
        if (!value) return;
        const field = fieldAt(start.closest("table"), row + down, column + across);
        if (!field) return (left += 1);
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        filled.push(field.closest(".text"));
      }));
    if (filled.length) saveAtOnce(filled);
    if (left) notice(`${words.notPasted} (${left})`, 12);
  });
})();
