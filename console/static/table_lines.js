// The lines of tables on the page's picture, moved by the pointer and by keys. Each change is one request, and can be undone.
"use strict";

const tableLines = {}; // for table_acts.js

(() => {
  const picture = document.getElementById("page");
  const sheets = document.getElementById("sheets");
  const bar = document.getElementById("table-bar");
  if (!picture || !sheets) return;
  const grid = document.getElementById("grid");
  const frame = picture.closest(".scroll");
  const words = { ...document.getElementById("words").content.firstElementChild.dataset, ...document.getElementById("table-words").content.firstElementChild.dataset };
  const SVG = "http://www.w3.org/2000/svg";
  const SLIP = 3; // pixels on screen that a click may slip
  const STEP = 4; // pixels on screen by which a key moves
  const NEAREST = 4; // pixels of the page between two lines
  const pageOf = picture.querySelector("[data-page]:not(.away)");
  const layer = document.createElementNS(SVG, "g");
  layer.classList.add("table-lines");
  // Above the boxes of texts, below the handles of the picked one.
  [...picture.querySelectorAll("[data-page]")].at(-1).after(layer);
  new MutationObserver(() => layer.classList.toggle("away", pageOf.classList.contains("away"))).observe(pageOf, { attributeFilter: ["class"] });
  let moving = null; // the line that is moved: { sheet, axis, line, at, before, from }
  let lastLine = null; // { table, axis, line } that had the focus last

  const sheetOf = (table) => sheets.querySelector(`.sheet[data-table="${table}"]`);
  const shapes = new Map(); // of the sheets as they are shown: { quad, rows, columns, owners }
  function shapeOf(sheet) {
    if (!shapes.has(sheet)) {
      const shape = JSON.parse(sheet.dataset.lines);
      shapes.set(sheet, { ...shape, map: tableShapes.projection(shape.quad), owners: ownersOf(sheet, shape) });
    }
    return shapes.get(sheet);
  }
  const onScreen = (pixels) => pixels / (Math.hypot(layer.getScreenCTM().a, layer.getScreenCTM().b) || 1);
  const element = (name, values, parent) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };
  function pointOf(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
    const { width, height } = pageOf.dataset;
    return { x: Math.min(Math.max(x, 0), Number(width)), y: Math.min(Math.max(y, 0), Number(height)) };
  }

  // All lines of the tables, drawn again.
  function draw() {
    layer.replaceChildren();
    for (const sheet of sheets.querySelectorAll("[data-lines]")) for (const axis of ["row", "column"]) drawLines(sheet, axis);
    if (tableLines.frame?.quad) element("polygon", { class: "drawn", points: boxShapes.text(tableLines.frame.quad) }, layer);
  }
  function drawLines(sheet, axis) {
    const shape = shapeOf(sheet);
    const isMoved = (line) => moving && moving.sheet === sheet && moving.axis === axis && moving.line === line;
    const [own, across] = axis === "row" ? [shape.rows, shape.columns] : [shape.columns, shape.rows];
    const { map, owners } = shape;
    const owner = (along, other) => (axis === "row" ? owners[along]?.[other] : owners[other]?.[along]);
    own.forEach((position, line) => {
      const at = isMoved(line) ? moving.at : position;
      const { seen, isHidden } = tableShapes.stretches(across, (n) => owner(line - 1, n) !== owner(line, n));
      const path = seen.map((ends) => ends.map((end) => (axis === "row" ? map.toPage(end, at) : map.toPage(at, end))))
        .map(([one, other]) => `M${one.x} ${one.y}L${other.x} ${other.y}`).join("");
      const group = element("g", { class: `line ${axis}${isHidden ? " hidden" : ""}${isMoved(line) ? " moved" : ""}`, "data-line": line, "data-axis": axis, "data-of": sheet.dataset.table }, layer);
      element("path", { class: "shown", d: path }, group);
      if (!bar) return;
      const name = (axis === "row" ? words.rowLine : words.columnLine).replace("{number}", `${line}–${line + 1}`);
      for (const [key, value] of Object.entries({ tabindex: 0, role: "slider", "aria-label": name, "aria-orientation": axis === "row" ? "vertical" : "horizontal", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(100 * at) })) group.setAttribute(key, value);
      element("path", { class: "hit", d: path, "stroke-width": onScreen(matchMedia("(pointer: coarse)").matches ? 24 : 10) }, group);
    });
  }
  function ownersOf(sheet, { rows, columns }) {
    const owners = rows.slice(1).map(() => columns.slice(1).map(() => null));
    for (const cell of sheet.querySelectorAll("[data-row]")) {
      const { row, column } = tableCells.place(cell);
      for (let r = row; r < row + cell.rowSpan; r += 1) for (let c = column; c < column + cell.colSpan; c += 1) if (owners[r]) owners[r][c] = cell;
    }
    return owners;
  }
  const lineElement = ({ table, axis, line }) => layer.querySelector(`[data-of="${table}"][data-axis="${axis}"][data-line="${line}"]`);

  function show(html) {
    const cell = tableCells.of(document.activeElement);
    const kept = cell && { table: cell.closest(".sheet").dataset.table, ...tableCells.place(cell) };
    sheets.innerHTML = html;
    shapes.clear();
    tableCells.block = null;
    htmx.process(sheets);
    document.dispatchEvent(new CustomEvent("rows-replaced"));
    draw();
    const table = kept && sheetOf(kept.table)?.querySelector("table");
    if (table) tableCells.field(tableCells.at(table, kept.row, kept.column))?.focus();
  }
  document.addEventListener("tables-changed", async () => {
    const answer = await fetch(`${location.pathname}?page=${pageOf.dataset.page}`, { headers: { "HX-Request": "true" } });
    if (answer.ok) show(await answer.text());
  });

  draw();
  document.fonts.ready.then(draw); // the picture has its size
  addEventListener("resize", draw);
  document.querySelector(".picture").addEventListener("click", (event) => event.target.closest("[data-zoom]") && requestAnimationFrame(draw));
  if (!bar) return;
  picture.setAttribute("role", "group"); // lines are controls, which no picture holds

  async function change(body, { undoing = false } = {}) {
    const waits = [];
    for (const row of grid.querySelectorAll(".text")) document.dispatchEvent(new CustomEvent("save-wanted", { detail: { row, waits } }));
    await Promise.all(waits);
    moving = null;
    try {
      const { status, data } = await sendJson(bar.dataset.place, { page: Number(bar.dataset.page), ...body });
      if (data.html !== undefined) show(data.html);
      else draw();
      if (status !== 200) return notice(data.refused, 12);
      if (!undoing) offerBack(words.changed, words.undo, () => change({ action: "undo", edit: data.edit }, { undoing: true }));
    } catch {
      notice(words.offline, 12);
      draw();
    }
  }
  const seen = (sheet) => ({ table: Number(sheet.dataset.table), version: Number(sheet.dataset.version) });

  // Moving a line, by the pointer and by keys: it stays between its neighbours.
  function between(at) {
    const { sheet, axis, line } = moving;
    const shape = shapeOf(sheet);
    const lines = axis === "row" ? shape.rows : shape.columns;
    const gap = (1.5 * NEAREST) / lengthOf(shape, axis);
    return Math.min(Math.max(at, line ? lines[line - 1] + gap : -Infinity), line < lines.length - 1 ? lines[line + 1] - gap : Infinity);
  }
  function lengthOf({ quad }, axis) {
    const [[a, b], [c, d]] = axis === "row" ? [[0, 3], [1, 2]] : [[0, 1], [3, 2]];
    const side = (one, other) => Math.hypot(quad[one][0] - quad[other][0], quad[one][1] - quad[other][1]);
    return Math.max(1, (side(a, b) + side(c, d)) / 2);
  }
  function take(group) {
    const { axis, line, of: table } = group.dataset;
    const sheet = sheetOf(table);
    const shape = shapeOf(sheet);
    const before = (axis === "row" ? shape.rows : shape.columns)[line];
    return { sheet, axis, line: Number(line), at: before, before };
  }
  async function drop() {
    const { sheet, axis, line, at, before } = moving;
    const isMoved = at !== before;
    moving.isRedrawn = true; // while it is saved, leaving the line is no second drop
    if (isMoved) await change({ action: "move_line", ...seen(sheet), axis, line, at });
    moving = null;
    if (!isMoved) draw();
  }
  function focusLine(one) {
    const group = one && lineElement(one);
    group?.focus();
  }

  picture.addEventListener("pointerdown", (event) => {
    const group = event.target.closest?.(".line");
    if (!group || event.button !== 0 || picture.classList.contains("drawing") || tableLines.frame) return;
    event.preventDefault();
    moving = { ...take(group), from: pointOf(event), isHeld: true };
    lastLine = { table: moving.sheet.dataset.table, axis: moving.axis, line: moving.line };
    picture.setPointerCapture(event.pointerId);
  });
  // touch-action of a line alone does not keep the frame from being scrolled.
  picture.addEventListener("touchstart", (event) => event.target.closest(".line") && event.preventDefault(), { passive: false });
  picture.addEventListener("pointermove", (event) => {
    if (!moving?.isHeld) return;
    const to = pointOf(event);
    if (!moving.isFar && Math.hypot(to.x - moving.from.x, to.y - moving.from.y) < onScreen(SLIP)) return;
    moving.isFar = true;
    const map = shapeOf(moving.sheet).map;
    const number = moving.axis === "row" ? 1 : 0;
    const shift = map.toUnit(to.x, to.y)[number] - map.toUnit(moving.from.x, moving.from.y)[number];
    moving.at = between(moving.before + shift);
    draw();
  });
  picture.addEventListener("pointerup", async () => {
    if (!moving?.isHeld) return;
    await drop();
    focusLine(lastLine);
  });
  picture.addEventListener("pointercancel", () => {
    if (!moving?.isHeld) return;
    moving = null;
    draw();
  });

  layer.addEventListener("focusin", ({ target }) => {
    const group = target.closest(".line");
    lastLine = { table: group.dataset.of, axis: group.dataset.axis, line: Number(group.dataset.line) };
    bar.querySelector('[data-table-act="remove_line"]').disabled = false;
  });
  layer.addEventListener("focusout", () => moving && !moving.isHeld && !moving.isRedrawn && drop());
  layer.addEventListener("keydown", async (event) => {
    const group = event.target.closest(".line");
    const { axis } = group.dataset;
    const by = axis === "row" ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by && !["Enter", "Escape", "Delete"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // the picked box does not move
    if (by) {
      moving ||= take(group);
      moving.at = between(moving.at + (by * onScreen(event.shiftKey ? 1 : STEP)) / lengthOf(shapeOf(moving.sheet), axis));
      moving.isRedrawn = true;
      draw();
      focusLine(lastLine);
      moving.isRedrawn = false;
    } else if (event.key === "Enter" && moving) {
      await drop();
      focusLine(lastLine);
    } else if (event.key === "Escape") {
      moving = null;
      draw();
      focusLine(lastLine);
    } else if (event.key === "Delete") document.dispatchEvent(new CustomEvent("line-unwanted"));
  });

  Object.assign(tableLines, {
    change,
    seen,
    sheetOf,
    draw,
    pointOf,
    onScreen,
    pageOf,
    last: () => lastLine,
  });
})();
