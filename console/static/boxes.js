// Boxes drawn, moved, resized, split, merged, removed and reordered on the page's picture; each is one request, and can be undone.
"use strict";

(() => {
  const bar = document.getElementById("box-bar");
  const picture = document.getElementById("page");
  if (!bar || !picture) return;
  const grid = document.getElementById("grid");
  const frame = picture.closest(".scroll");
  const words = document.getElementById("words").content.firstElementChild.dataset;
  const SVG = "http://www.w3.org/2000/svg";
  const SLIP = 3; // pixels on screen that a click may slip
  let picked = null; // the id of the text whose box has handles
  let drawing = false;
  let drag = null; // what the pointer does: { kind, from, quad, corner }
  let pending = null; // a box that was drawn with the keys and not taken yet
  let nudged = null; // { id, before } of a box that the keys moved and Enter has yet to take
  const isTables = grid.classList.contains("tables");

  const layer = document.createElementNS(SVG, "g");
  picture.querySelector("[data-turned]").append(layer);
  const shownPage = () => picture.querySelector("[data-page]:not(.away)");
  const rotation = () => Number(shownPage().dataset.rotation);
  const boxOf = (id) => picture.querySelector(`[data-box="${CSS.escape(id)}"]`);
  const rowOf = (id) => textRow(grid, id);
  const inputOf = textInput;
  const rows = () => [...grid.querySelectorAll(".text")];

  function pointOf(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
    const { width, height } = shownPage().dataset;
    return { x: Math.min(Math.max(x, 0), Number(width)), y: Math.min(Math.max(y, 0), Number(height)) };
  }
  const onScreen = (pixels) => pixels / Math.abs(layer.getScreenCTM().a || layer.getScreenCTM().b);

  // Handles of the picked box, and the box that is being drawn.
  function mark() {
    layer.replaceChildren();
    const box = picked && boxOf(picked);
    const quad = pending || (box && shownPage().contains(box) && boxShapes.corners(box));
    for (const button of bar.querySelectorAll("[data-box-act]:not([data-box-act=draw])")) button.disabled = !picked;
    if (!quad) return;
    if (pending) {
      const shape = document.createElementNS(SVG, "polygon");
      shape.setAttribute("class", "drawn");
      shape.setAttribute("points", boxShapes.text(pending));
      layer.append(shape);
    }
    quad.forEach(({ x, y }, corner) => {
      const handle = document.createElementNS(SVG, "circle");
      for (const [name, value] of Object.entries({ cx: x, cy: y, r: onScreen(6), "data-corner": corner })) handle.setAttribute(name, value);
      layer.append(handle);
    });
  }

  async function post(body) {
    try {
      const { status, data } = await sendJson(`${bar.dataset.place}/boxes`, body);
      if (status === 200) return data;
      notice(data.refused || `${status}`, 12);
    } catch {
      notice(words.offline, 12);
    }
    return null;
  }

  function show(data) {
    for (const id of data.removed || []) rowOf(id)?.remove();
    const fresh = data.rows.toReversed().map((row) => putRow(grid, row)).toReversed(); // each goes in front of the one behind it
    document.dispatchEvent(new CustomEvent("boxes-changed", { detail: { rows: data.rows, removed: data.removed || [] } }));
    document.getElementById("looked-at").textContent = data.looked_at;
    const progress = document.getElementById("looked-at-bar");
    [progress.max, progress.value] = [data.texts || 1, data.looked_at];
    document.getElementById("text-count").textContent = data.texts;
    if (picked && !rowOf(picked)) picked = null;
    if (data.reading) lookAgain();
    else if (data.rows.some((row) => !row.read)) notice(words.notRead, 12);
    mark();
    return fresh;
  }

  // Boxes that were not read at once are looked at until they are, or nothing reads them any more.
  let next = 0;
  function lookAgain(milliseconds = 700) {
    clearTimeout(next);
    next = setTimeout(look, milliseconds);
  }
  async function look() {
    const unread = [...grid.querySelectorAll(".text:has([data-unread])")].map((row) => ["ids", row.dataset.id]);
    if (!unread.length) return;
    try {
      const answer = await fetch(`${bar.dataset.place}/texts?${new URLSearchParams(unread)}`);
      if (answer.ok) return show(await answer.json());
    } catch {
      // The server is away for a moment.
    }
    lookAgain(3000);
  }
  lookAgain();

  const offer = (edit) => offerBack(words.boxesChanged, words.undo, () => change({ action: "undo", edit }, { undoing: true }));
  // On the page of tables the cells change with the boxes, so it is loaded again; the last change can still be taken back.
  const KEPT = "last-box-edit";
  if (sessionStorage.getItem(KEPT)) offer(Number(sessionStorage.getItem(KEPT)));
  sessionStorage.removeItem(KEPT);

  async function change(body, { undoing = false } = {}) {
    const data = await post(body);
    if (!data) return mark();
    if (isTables && body.action !== "reshape") {
      if (!undoing) sessionStorage.setItem(KEPT, data.edit);
      return location.reload();
    }
    const [first] = show(data);
    if (first && body.action !== "remove") inputOf(first).focus();
    if (!undoing) offer(data.edit);
    return data;
  }

  // What was typed is saved before its box is split, merged or removed.
  async function saved(...some) {
    const waits = [];
    for (const row of some.filter(Boolean)) document.dispatchEvent(new CustomEvent("save-wanted", { detail: { row, waits } }));
    await Promise.all(waits);
  }

  function setDrawing(on) {
    drawing = on;
    pending = null;
    picture.classList.toggle("drawing", on);
    bar.querySelector("[data-box-act=draw]").setAttribute("aria-pressed", `${on}`);
    if (on) notice(words.drawHere, 8);
    mark();
  }

  function take() {
    const quad = pending;
    setDrawing(false);
    if (quad) change({ action: "draw", page: Number(shownPage().dataset.page), quad: boxShapes.numbers(quad) });
  }

  const acts = {
    draw: () => setDrawing(!drawing),
    async split() {
      const row = rowOf(picked);
      const [caret, length] = [inputOf(row).selectionStart, inputOf(row).value.length];
      await saved(row);
      const where = caret > 0 && caret < length ? { caret } : { share: 0.5 };
      return change({ action: "split", text: row.dataset.id, version: Number(row.dataset.version), ...where });
    },
    async merge() {
      const row = rowOf(picked);
      await saved(...rows());
      return change({ action: "merge_with_next", text: row.dataset.id, version: Number(row.dataset.version) });
    },
    async remove() {
      const all = rows();
      const row = rowOf(picked);
      const next = all[all.indexOf(row) + 1];
      await saved(row);
      const done = await change({ action: "remove", texts: [row.dataset.id], seen: { [row.dataset.id]: Number(row.dataset.version) } });
      if (done && next?.isConnected) inputOf(next).focus();
    },
    earlier: () => change({ action: "reorder", text: picked, step: -1 }),
    later: () => change({ action: "reorder", text: picked, step: 1 }),
  };
  function act(name) {
    if (name === "draw" || (picked && rowOf(picked))) acts[name]();
  }
  // The focus stays in the field, where the caret says where to split.
  bar.addEventListener("pointerdown", (event) => event.target.closest("button") && event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-box-act]");
    if (button) act(button.dataset.boxAct);
  });

  document.addEventListener("text-focused", ({ detail: { id } }) => {
    if (nudged) boxOf(nudged.id)?.setAttribute("points", boxShapes.text(nudged.before));
    nudged = null;
    picked = id;
    requestAnimationFrame(mark); // once the picture shows the page
  });
  document.addEventListener("page-drawn", mark);
  document.addEventListener("box-wanted", ({ detail: { quad, page } }) => change({ action: "draw", page, quad }));
  document.querySelector(".picture").addEventListener("click", () => requestAnimationFrame(mark));

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const corner = event.target.dataset?.corner;
    const onPicked = picked && event.target.dataset?.box === picked;
    const from = pointOf(event);
    if (corner !== undefined) drag = { kind: "resize", corner: Number(corner), quad: pending || boxShapes.corners(boxOf(picked)), from };
    else if (drawing) drag = { kind: "draw", from };
    else if (onPicked) drag = { kind: "move", quad: boxShapes.corners(boxOf(picked)), from };
    else return;
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
  });
  // touch-action of a shape alone does not keep the frame from being scrolled.
  const isGrip = ({ dataset }) => dataset.corner !== undefined || (picked && dataset.box === picked);
  picture.addEventListener("touchstart", (event) => isGrip(event.target) && event.preventDefault(), { passive: false });
  picture.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const to = pointOf(event);
    if (drag.kind === "draw") pending = boxShapes.between(drag.from, to, rotation());
    else if (Math.hypot(to.x - drag.from.x, to.y - drag.from.y) < onScreen(SLIP) && !drag.shape) return;
    else if (drag.kind === "move") drag.shape = boxShapes.moved(drag.quad, to.x - drag.from.x, to.y - drag.from.y);
    else drag.shape = boxShapes.resized(drag.quad, drag.corner, to);
    if (drag.shape && pending) pending = drag.shape;
    else if (drag.shape) boxOf(picked).setAttribute("points", boxShapes.text(drag.shape));
    mark();
  });
  function drop(event) {
    if (!drag) return;
    const { kind, shape, quad } = drag;
    drag = null;
    if (kind === "draw") {
      const [a, , c] = pending || [{ x: 0, y: 0 }, null, { x: 0, y: 0 }];
      if (event.type === "pointerup" && Math.abs(c.x - a.x) >= 4 && Math.abs(c.y - a.y) >= 4) return take();
      pending = null;
      return mark();
    }
    if (!shape || pending) return;
    if (event.type === "pointercancel") {
      boxOf(picked).setAttribute("points", boxShapes.text(quad));
      return mark();
    }
    reshape(picked, shape, quad);
  }
  picture.addEventListener("pointerup", drop);
  picture.addEventListener("pointercancel", drop);

  async function reshape(id, shape, before) {
    const version = Number(rowOf(id)?.dataset.version) || null;
    const done = await change({ action: "reshape", text: id, version, quad: boxShapes.numbers(shape) });
    if (done || !boxOf(id)) return;
    boxOf(id).setAttribute("points", boxShapes.text(before));
    mark();
  }

  // Without a mouse: the frame has the focus, arrows move the box, with Shift they resize it.
  frame.addEventListener("keydown", (event) => {
    const box = picked && boxOf(picked);
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const quad = pending || (box && boxShapes.corners(box));
    if (step && quad && (pending || event.altKey || nudged)) {
      event.preventDefault();
      if (!pending && !nudged) nudged = { id: picked, before: quad };
      const by = onScreen(4);
      const [dx, dy] = [step[0] * by, step[1] * by];
      const shape = event.shiftKey ? boxShapes.resized(quad, 2, { x: quad[2].x + dx, y: quad[2].y + dy }) : boxShapes.moved(quad, dx, dy);
      if (pending) pending = shape;
      else box.setAttribute("points", boxShapes.text(shape));
      mark();
    } else if (event.key === "Enter" && (pending || nudged)) {
      event.preventDefault();
      if (pending) take();
      else reshape(nudged.id, boxShapes.corners(boxOf(nudged.id)), nudged.before);
      nudged = null;
    } else if (event.key === "Escape" && (pending || drawing || nudged)) {
      if (nudged) boxOf(nudged.id)?.setAttribute("points", boxShapes.text(nudged.before));
      nudged = null;
      setDrawing(false);
    } else if (event.key === "Delete" && picked && !pending) act("remove");
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.isComposing || event.keyCode === 229) return;
    const isHere = event.target === document.body || grid.contains(event.target) || frame.contains(event.target);
    if (!isHere || document.querySelector("dialog[open]")) return;
    const key = event.code;
    const name = { KeyB: "draw", KeyS: "split", KeyM: "merge", Delete: "remove" }[key];
    const order = event.shiftKey && !frame.contains(event.target) && { ArrowUp: "earlier", ArrowDown: "later" }[key];
    if (!name && !order) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act(name || order);
    if (name !== "draw" || !drawing) return;
    frame.focus();
    const { width, height } = shownPage().dataset;
    const middle = { x: width / 2, y: height / 2 };
    pending = boxShapes.between({ x: middle.x - width / 10, y: middle.y - height / 80 }, { x: middle.x + width / 10, y: middle.y + height / 80 }, rotation());
    mark();
  }, true);
})();
