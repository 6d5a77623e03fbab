// The correction grid: keys, saving a row without ever replacing it, the picture beside it.
"use strict";

(() => {
  const grid = document.getElementById("grid");
  const words = document.getElementById("words").content.firstElementChild.dataset;
  const picture = document.getElementById("page");
  const undone = [];
  const saving = new Map(); // a row's saves go one after the other

  const rowOf = (element) => element.closest?.(".text");
  const inputOf = (row) => row.querySelector(".line input:not([type])");
  const rows = () => [...grid.querySelectorAll(".text")];
  const say = (row, text, bad = false) => {
    const place = row.querySelector(".said");
    place.textContent = text;
    place.classList.toggle("bad", bad);
    row.classList.toggle("failed", bad);
  };

  async function send(path, body) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": document.body.dataset.token },
      body: JSON.stringify(body),
    });
    const type = answer.headers.get("content-type") || "";
    return { status: answer.status, data: type.includes("json") ? await answer.json() : { refused: await answer.text() } };
  }

  function show(row, text) {
    row.dataset.version = text.version;
    row.dataset.saved = text.label;
    row.dataset.state = text.state;
    row.dataset.selected = text.selected ? "Y" : "N";
    row.classList.remove("machine", "confirmed", "corrected", "unreadable");
    row.classList.add(text.state);
    row.querySelector(".mark").textContent = words[text.state];
    row.querySelector(".use input").checked = text.selected;
    picture?.querySelector(`[data-box="${CSS.escape(text.id)}"]`)?.setAttribute("class", text.state);
  }

  const draft = (row) => `draft:${row.dataset.id}`;

  function queue(row, work) {
    const next = (saving.get(row) || Promise.resolve()).then(work);
    saving.set(row, next);
    return next;
  }

  const lookedAtOnly = (row) => inputOf(row).readOnly; // by somebody who may not edit

  function save(row, remember = true) {
    if (lookedAtOnly(row)) return Promise.resolve();
    const typed = inputOf(row).value.normalize("NFC").trim();
    return queue(row, async () => {
      const before = { row, label: row.dataset.saved, state: row.dataset.state };
      if (typed === row.dataset.saved && row.dataset.state !== "machine") return say(row, "");
      say(row, words.saving);
      try {
        const { status, data } = await send(`/ocr/texts/${row.dataset.id}/correct`, { text: typed, version: Number(row.dataset.version) });
        if (status === 200) {
          show(row, data);
          say(row, words.saved);
          localStorage.removeItem(draft(row));
          if (remember) undone.push([before]);
        } else if (status === 409) {
          row.dataset.version = data.version;
          row.dataset.saved = data.label;
          say(row, `${words.other}: ${data.by || ""} “${data.label}”`, true);
        } else say(row, `${words.unsaved}: ${data.refused}`, true);
      } catch {
        say(row, words.unsaved, true);
        localStorage.setItem(draft(row), typed);
        setTimeout(() => row.classList.contains("failed") && inputOf(row).value.trim() === typed && save(row, remember), 2000);
      }
    });
  }

  function change(row, action) {
    if (lookedAtOnly(row)) return Promise.resolve();
    return queue(row, async () => {
      try {
        const { status, data } = await send(`/ocr/texts/${row.dataset.id}/change`, { action });
        if (status === 200) {
          show(row, data);
          if (action === "reopen") inputOf(row).value = data.label;
          say(row, words.saved);
        } else {
          row.querySelector(".use input").checked = row.dataset.selected === "Y";
          say(row, data.refused, true);
        }
      } catch {
        row.querySelector(".use input").checked = row.dataset.selected === "Y";
        say(row, words.unsaved, true);
      }
    });
  }

  async function undo() {
    const last = undone.pop();
    if (!last) return;
    for (const { row, label, state } of last) {
      inputOf(row).value = label;
      if (state === "machine") await change(row, "reopen");
      else if (state === "unreadable") await change(row, "unreadable");
      else await save(row, false);
    }
    inputOf(last[0].row).focus();
  }

  function take(row) {
    const offer = row.querySelector("[data-offer]");
    if (offer) inputOf(row).value = offer.dataset.offer;
  }

  function go(row, step) {
    const all = rows();
    const next = all[all.indexOf(row) + step];
    if (next) {
      inputOf(next).focus();
      inputOf(next).select();
    } else if (step > 0) (saving.get(row) || Promise.resolve()).then(() => document.getElementById("next-grid")?.focus());
  }

  grid.addEventListener("keydown", (event) => {
    // The keys that end a syllable being composed belong to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    const row = rowOf(event.target);
    if (!row || event.target !== inputOf(row)) return;
    const input = event.target;
    if (lookedAtOnly(row) && event.key !== "Enter") return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (event.shiftKey) return go(row, -1);
      if (event.ctrlKey || event.metaKey) take(row);
      save(row);
      go(row, 1);
    } else if (event.key === "Escape") {
      input.value = row.dataset.read;
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && input.value === row.dataset.saved) {
      event.preventDefault();
      undo();
    } else if (event.altKey && event.key === "ArrowDown") {
      event.preventDefault();
      take(row);
    } else if (event.altKey && event.code === "KeyU") {
      event.preventDefault();
      change(row, row.dataset.selected === "Y" ? "deselect" : "select");
    } else if (event.altKey && event.code === "KeyX") {
      event.preventDefault();
      change(row, "unreadable").then(() => undone.push([{ row, label: row.dataset.saved, state: "machine" }]));
      go(row, 1);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const typing = event.target.matches?.("input, textarea, select");
    if (event.key === "F1" || (event.key === "?" && !typing)) {
      event.preventDefault();
      document.getElementById("help").showModal();
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && !typing) {
      event.preventDefault();
      undo();
    }
  });
  document.getElementById("keys").addEventListener("click", () => document.getElementById("help").showModal());

  grid.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (row && event.target === inputOf(row)) localStorage.setItem(draft(row), event.target.value);
  });
  grid.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    if (row && event.target.type === "checkbox") change(row, event.target.checked ? "select" : "deselect");
  });
  grid.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    const act = event.target.closest("[data-change]");
    if (event.target.closest("[data-offer]")) {
      take(row);
      inputOf(row).focus();
    } else if (act) change(row, act.dataset.change);
  });

  // The picture: which text has the focus, and back.
  grid.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (!row || !picture) return;
    picture.querySelectorAll(".picked").forEach((box) => box.classList.remove("picked"));
    const box = picture.querySelector(`[data-box="${CSS.escape(row.dataset.id)}"]`);
    box?.classList.add("picked");
    box?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  picture?.addEventListener("click", (event) => {
    const id = event.target.dataset?.box;
    const row = id && rows().find((one) => one.dataset.id === id);
    if (row) {
      inputOf(row).focus();
      row.scrollIntoView({ block: "center" });
    }
  });
  let zoom = 1;
  let turn = 0;
  document.querySelector(".picture")?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.zoom) zoom = Math.min(6, Math.max(0.3, zoom * Number(button.dataset.zoom)));
    else turn = (turn + 90) % 360;
    picture.style.width = `${100 * zoom}%`;
    picture.style.transform = `rotate(${turn}deg)`;
  });

  // Many at once, and back.
  const all = document.getElementById("confirm-sure");
  const back = document.getElementById("undo-sure");
  let confirmed = [];
  const byId = (list) => list.forEach((text) => {
    const row = rows().find((one) => one.dataset.id === text.id);
    if (row) {
      show(row, text);
      say(row, words.saved);
    }
  });
  async function many(path, ids) {
    try {
      const { status, data } = await send(path, { ids });
      if (status === 200) return data;
      notice(data.refused || `${status}`);
    } catch {
      notice(words.unsaved);
    }
    return null;
  }
  all.addEventListener("click", async () => {
    const sure = rows().filter((row) => Number(row.dataset.score) >= 0.98 && row.dataset.state === "machine" && inputOf(row).value === row.dataset.saved);
    if (!sure.length) return;
    const data = await many("/ocr/texts/confirm", sure.map((row) => row.dataset.id));
    if (!data) return;
    byId(data);
    confirmed = data.map((text) => text.id);
    back.hidden = !confirmed.length;
    all.dataset.count = confirmed.length;
  });
  back.addEventListener("click", async () => {
    const data = await many("/ocr/texts/reopen", confirmed);
    if (data) byId(data);
    back.hidden = true;
  });

  // What was typed and not saved comes back after a reload.
  rows().forEach((row) => {
    const kept = localStorage.getItem(draft(row));
    if (kept !== null && kept !== row.dataset.saved) {
      inputOf(row).value = kept;
      say(row, words.unsaved, true);
    } else if (kept !== null) localStorage.removeItem(draft(row));
  });
  window.addEventListener("beforeunload", (event) => {
    if (grid.querySelector(".text.failed")) event.preventDefault();
  });
  if (rows().length) {
    inputOf(rows()[0]).focus();
    inputOf(rows()[0]).select();
  }
})();
