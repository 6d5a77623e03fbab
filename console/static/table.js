// Tables beside their page: the keys of a spreadsheet, and blocks of cells. Saving is grid.js, as of any text.
"use strict";

const tableCells = {
  isExtending: false, // whether the next cell that is pressed is the other end of the block, as with a finger
  block: null, // the chosen cells: { table, row, column, toRow, toColumn }, from where it began to where it ends

  of: (element) => element?.closest?.("[data-row]"),
  field: (cell) => cell?.querySelector(".field > textarea"),
  place: (cell) => ({ row: Number(cell.dataset.row), column: Number(cell.dataset.column) }),

  // The cell at a place, or the one that spans it.
  at(table, row, column) {
    return [...table.querySelectorAll("[data-row]")].find((cell) => {
      const { row: top, column: left } = tableCells.place(cell);
      return top <= row && row < top + cell.rowSpan && left <= column && column < left + cell.colSpan;
    });
  },

  // The places that a block covers, from its first to behind its last cell.
  extent({ table, row, column, toRow, toColumn }) {
    const ends = [tableCells.at(table, row, column), tableCells.at(table, toRow, toColumn)].filter(Boolean);
    const places = ends.map((cell) => ({ ...tableCells.place(cell), down: cell.rowSpan, across: cell.colSpan }));
    const [top, left] = [Math.min(...places.map((p) => p.row)), Math.min(...places.map((p) => p.column))];
    const [bottom, right] = [Math.max(...places.map((p) => p.row + p.down)), Math.max(...places.map((p) => p.column + p.across))];
    return { row: top, column: left, row_span: bottom - top, column_span: right - left };
  },
};

(() => {
  const grid = document.getElementById("grid");
  const { of: cellOf, field: fieldOf, at: cellAt, place } = tableCells;
  let isDragging = false;

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

  // A block begins with one cell and is extended to another one of its table.
  function begin(cell) {
    const { row, column } = place(cell);
    tableCells.block = { table: cell.closest("table"), row, column, toRow: row, toColumn: column };
    show();
  }
  function extend(cell) {
    if (!cell || cell.closest("table") !== tableCells.block?.table) return;
    const { row, column } = place(cell);
    Object.assign(tableCells.block, { toRow: row, toColumn: column });
    show();
  }
  function show() {
    for (const cell of grid.querySelectorAll(".in-block")) cell.classList.remove("in-block");
    const { table, ...ends } = tableCells.block;
    if (ends.row === ends.toRow && ends.column === ends.toColumn) return;
    const { row, column, row_span: down, column_span: across } = tableCells.extent(tableCells.block);
    for (const cell of table.querySelectorAll("[data-row]")) {
      const one = place(cell);
      const isIn = one.row < row + down && row < one.row + cell.rowSpan && one.column < column + across && column < one.column + cell.colSpan;
      cell.classList.toggle("in-block", isIn);
    }
  }
  function extendBy(down, across) {
    const { table, toRow, toColumn } = tableCells.block;
    const now = cellAt(table, toRow, toColumn);
    const row = down > 0 ? Number(now.dataset.row) + now.rowSpan : toRow + down;
    const column = across > 0 ? Number(now.dataset.column) + now.colSpan : toColumn + across;
    extend(cellAt(table, row, column));
  }

  grid.addEventListener("focusin", ({ target }) => {
    const cell = cellOf(target);
    if (cell && !isDragging) begin(cell);
  });
  grid.addEventListener("pointerdown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || event.button !== 0) return;
    const isFurther = event.shiftKey || tableCells.isExtending;
    tableCells.isExtending = false;
    if (isFurther && tableCells.block?.table === cell.closest("table")) {
      event.preventDefault(); // the focus stays in the first cell
      return extend(cell);
    }
    begin(cell);
    isDragging = event.pointerType !== "touch"; // a finger scrolls
  });
  addEventListener("pointermove", (event) => {
    if (!isDragging) return;
    const cell = cellOf(document.elementFromPoint(event.clientX, event.clientY));
    if (cell) extend(cell);
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (isDragging = false));

  grid.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey) return;
    const [down, across] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] || [];
    const input = event.target.matches(".field > textarea") && event.target;
    if (down === undefined || !input) return;
    if (event.shiftKey) {
      // Within a text that is not chosen as a whole, Shift and arrows choose characters.
      const isWhole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
      if (across && !isWhole && !grid.querySelector(".in-block")) return;
      event.preventDefault();
      return extendBy(down, across);
    }
    const field = down && step(cellOf(input), down);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // An empty cell is read once a box is drawn in it.
  grid.addEventListener("click", ({ target, shiftKey }) => {
    const { quad, page } = (!shiftKey && target.closest(".empty-cell")?.dataset) || {};
    if (quad && !grid.querySelector(".in-block")) document.dispatchEvent(new CustomEvent("box-wanted", { detail: { quad: JSON.parse(quad), page: Number(page) } }));
  });
})();
