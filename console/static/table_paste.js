// Blocks copied from a spreadsheet and pasted into a table: each cell is saved as one text, and the block is undone at once.
"use strict";

const pastedBlock = {
  // A spreadsheet quotes cells that have line breaks or tabs in them, and doubles their quotes; it leaves quotes in others as they are.
  QUOTED: /"((?:[^"]|"")*)"(?=[\t\n]|$)/y,
  PLAIN: /[^\t\n]*/y,

  // The rows of a block, each a list of texts; lines within a cell are one text.
  rows(text) {
    const block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const rows = [[]];
    for (let at = 0; ; at += 1) {
      const [written, inner] = pastedBlock.quoted(block, at) || pastedBlock.match(pastedBlock.PLAIN, block, at);
      rows.at(-1).push((inner?.replaceAll('""', '"') ?? written).replace(/\s*[\t\n]\s*/g, " ").trim());
      at += written.length;
      if (at >= block.length) return rows;
      if (block[at] === "\n") rows.push([]);
    }
  },
  quoted(block, at) {
    const found = pastedBlock.match(pastedBlock.QUOTED, block, at);
    return found && /[\t\n]/.test(found[1]) ? found : null;
  },
  match(pattern, block, at) {
    pattern.lastIndex = at;
    return pattern.exec(block);
  },
};

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
