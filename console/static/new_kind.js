// A new kind of document: fields named on one page, each by the boxes of its texts or by a box that is drawn.
"use strict";

(() => {
  const form = document.getElementById("new-kind");
  const picture = document.getElementById("page");
  if (!form || !picture) return;
  const list = document.getElementById("named-fields");
  const words = form.dataset;
  const drawing = form.querySelector("[data-draw]");
  const rows = () => [...list.querySelectorAll(".named-field")];
  let current = null; // the field that the next box belongs to
  let start = null;

  function choose(row) {
    current = row;
    for (const one of rows()) one.classList.toggle("current", one === row);
    for (const box of picture.querySelectorAll(".picked")) box.classList.remove("picked");
    for (const id of row?.chosen || []) {
      picture.querySelector(`[data-box="${CSS.escape(id)}"]`)?.classList.add("picked");
    }
  }

  function add() {
    const row = document.getElementById("named-field").content.firstElementChild.cloneNode(true);
    Object.assign(row, { chosen: [], zone: null, page: 1 });
    list.append(row);
    choose(row);
    row.querySelector("input").focus();
    return row;
  }

  function tell(row) {
    row.page = Number(document.getElementById("page-shown").textContent);
    row.querySelector(".what").textContent = row.zone ? words.box : `${words.texts} ${row.chosen.length}`;
    choose(row);
  }

  document.addEventListener("box-chosen", ({ detail: { id } }) => {
    const row = current || add();
    row.zone = null;
    row.chosen = row.chosen.includes(id) ? row.chosen.filter((one) => one !== id) : [...row.chosen, id];
    tell(row);
  });

  // Points of the picture as it was given, whatever its turn and size on the screen.
  const pointOf = ({ clientX, clientY }) =>
    new DOMPoint(clientX, clientY).matrixTransform(picture.querySelector("[data-turned]").getScreenCTM().inverse());
  const isDrawing = () => drawing.getAttribute("aria-pressed") === "true";

  drawing.addEventListener("click", () => drawing.setAttribute("aria-pressed", String(!isDrawing())));
  picture.addEventListener("pointerdown", (event) => {
    if (!isDrawing() || event.button) return;
    event.preventDefault();
    start = pointOf(event);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointerup", (event) => {
    if (!start) return;
    const [a, b] = [start, pointOf(event)];
    start = null;
    if (Math.min(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < 4) return;
    const row = current || add();
    row.chosen = [];
    row.zone = [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)];
    tell(row);
    drawing.setAttribute("aria-pressed", "false");
  });

  list.addEventListener("focusin", ({ target }) => choose(target.closest(".named-field")));
  form.addEventListener("click", ({ target }) => {
    if (target.closest("[data-add]")) add();
    if (!target.closest("[data-remove]")) return;
    target.closest(".named-field").remove();
    choose(rows().at(-1) || null);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = rows().map((row) => ({
      name: row.querySelector("input").value.normalize("NFC").trim(),
      type: row.querySelector("select").value,
      page: row.page,
      texts: row.chosen,
      zone: row.zone,
    }));
    const said = document.getElementById("new-kind-said");
    try {
      const kind = form.elements.kind.value.normalize("NFC").trim();
      const { status, data } = await sendJson(form.getAttribute("action"), { kind, fields });
      if (status === 200) location.assign(data.next);
      else said.textContent = typeof data.refused === "string" ? data.refused : words.unsaved;
    } catch {
      said.textContent = words.unsaved;
    }
  });
})();
