// The acts of the bar of tables: cells merged and split, lines added and removed, tables drawn and removed.
"use strict";

(() => {
  const bar = document.getElementById("table-bar");
  const picture = document.getElementById("page");
  if (!bar || !picture) return;
  const grid = document.getElementById("grid");
  const sheets = document.getElementById("sheets");
  const frame = picture.closest(".scroll");
  const words = document.getElementById("table-words").content.firstElementChild.dataset;
  const STEP = 8; // pixels on screen by which a key moves the frame
  const { change, seen, sheetOf, draw, pointOf, onScreen, pageOf, last } = tableLines;
  tableLines.frame = null; // the table that is drawn: { from } by the pointer, and its corners once there are some: { quad }

  // The table that is drawn by hand.
  function setDrawing(on, quad = null) {
    tableLines.frame = on ? { quad } : null;
    picture.classList.toggle("drawing-table", on);
    bar.querySelector('[data-table-act="draw"]').setAttribute("aria-pressed", `${on}`);
    if (on) notice(words.drawHere, 8);
    draw();
  }
  function takeDrawn() {
    const { quad } = tableLines.frame;
    setDrawing(false);
    if (quad) change({ action: "draw", quad: boxShapes.numbers(quad) });
  }
  const rotation = () => Number(pageOf.dataset.rotation);
  function aroundMiddle() {
    const { width, height } = pageOf.dataset;
    return boxShapes.between({ x: width * 0.25, y: height * 0.4 }, { x: width * 0.75, y: height * 0.6 }, rotation());
  }
  frame.addEventListener("pointerdown", (event) => {
    if (!tableLines.frame || event.button !== 0 || !picture.contains(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tableLines.frame.from = pointOf(event);
    frame.setPointerCapture(event.pointerId);
  }, true);
  frame.addEventListener("pointermove", (event) => {
    if (!tableLines.frame?.from) return;
    tableLines.frame.quad = boxShapes.between(tableLines.frame.from, pointOf(event), rotation());
    draw();
  });
  frame.addEventListener("pointerup", () => {
    if (!tableLines.frame?.from) return;
    const [a, , c] = tableLines.frame.quad || [{ x: 0, y: 0 }, null, { x: 0, y: 0 }];
    delete tableLines.frame.from;
    if (Math.abs(c.x - a.x) >= 8 && Math.abs(c.y - a.y) >= 8) takeDrawn();
  });
  frame.addEventListener("pointercancel", () => tableLines.frame?.from && setDrawing(false));
  frame.addEventListener("keydown", (event) => {
    if (!tableLines.frame) return;
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] || [];
    if (dx === undefined && !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Enter") return takeDrawn();
    if (event.key === "Escape") return setDrawing(false);
    const { quad } = tableLines.frame;
    const by = onScreen(STEP);
    if (quad) tableLines.frame.quad = event.shiftKey ? boxShapes.resized(quad, 2, { x: quad[2].x + dx * by, y: quad[2].y + dy * by }) : boxShapes.moved(quad, dx * by, dy * by);
    draw();
  }, true);

  // The acts of the bar: on the chosen cells, the chosen table, or the line that had the focus last.
  function chosen() {
    const { block } = tableCells;
    if (block?.table.isConnected) return block;
    const cell = sheets.querySelector("[data-row]");
    const isOnly = sheets.querySelectorAll(".sheet").length === 1 && cell;
    if (!isOnly) notice(words.chooseCell, 8);
    return isOnly ? { table: cell.closest("table") } : null;
  }
  function ofCell(make) {
    const block = chosen();
    if (block && block.row === undefined) return notice(words.chooseCell, 8);
    if (block) change({ ...seen(block.table.closest(".sheet")), ...make(block) });
  }
  const acts = {
    merge() {
      if (!sheets.querySelector(".in-block")) {
        tableCells.isExtending = Boolean(chosen()?.row !== undefined);
        return notice(words.chooseBlock, 8);
      }
      ofCell((block) => ({ action: "merge", ...tableCells.extent(block) }));
    },
    split: () => ofCell(({ row, column }) => ({ action: "split", row, column })),
    row: () => ofCell(({ row }) => ({ action: "add_line", axis: "row", number: row })),
    column: () => ofCell(({ column }) => ({ action: "add_line", axis: "column", number: column })),
    remove() {
      const block = chosen();
      if (block) change({ action: "remove", ...seen(block.table.closest(".sheet")) });
    },
    remove_line() {
      const { table, axis, line } = last();
      if (sheetOf(table)) change({ action: "remove_line", ...seen(sheetOf(table)), axis, line });
    },
    undo: () => document.dispatchEvent(new CustomEvent("undo-wanted")),
  };
  const act = (name) => acts[name]();
  document.addEventListener("line-unwanted", acts.remove_line);
  // The focus stays in its cell or on its line.
  bar.addEventListener("pointerdown", (event) => event.target.closest("[data-table-act]") && event.preventDefault());
  bar.addEventListener("click", (event) => {
    const name = event.target.closest("[data-table-act]")?.dataset.tableAct;
    if (name === "draw") {
      const byKeys = event.detail === 0;
      setDrawing(!tableLines.frame, byKeys ? aroundMiddle() : null);
      if (byKeys && tableLines.frame) frame.focus();
    } else if (name) act(name);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    const name = { KeyJ: "merge", KeyK: "split", KeyR: "row", KeyC: "column" }[event.code];
    const isHere = event.target === document.body || grid.contains(event.target);
    if (!name || !isHere || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act(name);
  });
})();
