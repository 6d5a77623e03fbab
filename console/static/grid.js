// The correction grid: keys, and saving a row without ever replacing it.
"use strict";

const textGrid = {}; // for grid_many.js, box_rows.js and table_paste.js

(() => {
  const grid = document.getElementById("grid");
  const words = document.getElementById("words").content.firstElementChild.dataset;
  const undone = []; // how to take each thing back, the last one last
  const saving = new Map(); // a row's saves go one after the other
  const rowOf = (element) => element?.closest?.(".text");
  const inputOf = (row) => row.querySelector(".field > textarea");
  const rows = () => [...grid.querySelectorAll(".text")];
  const rowWith = (id) => rows().find((row) => row.dataset.id === id);
  const say = (row, text, bad = false) => {
    const place = row.querySelector(".said");
    place.textContent = place.title = text;
    place.classList.toggle("bad", bad);
    row.classList.toggle("failed", bad);
  };
  const typedIn = (row) => inputOf(row).value.normalize("NFC").replace(/\s*\n\s*/g, " ").trim(); // lines that were pasted are one text
  const isUnsaved = (row) => typedIn(row) !== row.dataset.saved;

  function show(row, text) {
    const isTyped = isUnsaved(row);
    const lookedAt = (text.state !== "machine") - (row.dataset.state !== "machine");
    document.getElementById("looked-at").textContent = document.getElementById("looked-at-bar").value += lookedAt;
    row.dataset.version = text.version;
    row.dataset.saved = text.label;
    row.dataset.state = text.state;
    row.dataset.selected = text.selected ? "Y" : "N";
    if (!isTyped) inputOf(row).value = text.label; // another person may have corrected it
    keepDraft(row);
    row.classList.remove("machine", "confirmed", "corrected", "unreadable");
    row.classList.add(text.state);
    row.querySelector(".mark").textContent = words[text.state];
    row.querySelector(".use input").checked = text.selected;
    row.querySelector("[data-change]").setAttribute("aria-pressed", text.state === "unreadable");
    event("text-changed", { id: text.id, state: text.state });
  }

  // Unsaved text is kept when the page is closed.
  function keepDraft(row) {
    if (row.classList.toggle("unsaved", isUnsaved(row))) textDrafts.put(row, inputOf(row).value);
    else textDrafts.drop(row);
  }
  function keep(row) {
    keepDraft(row);
    say(row, isUnsaved(row) ? words.unsaved : "");
  }
  const { isContested } = textConflicts;
  function showConflict(row, data) {
    row.dataset.version = data.version;
    row.dataset.saved = data.label;
    row.dataset.contested = "";
    say(row, `${words.other}: ${data.by || ""} “${data.label}” · ${words.either}`, true);
    textConflicts.returnTo(row, rowOf(document.activeElement), isUnsaved);
  }

  function queue(row, work) {
    const next = (saving.get(row) || Promise.resolve()).then(work);
    saving.set(row, next);
    return next;
  }

  const lookedAtOnly = (row) => inputOf(row).readOnly; // by a user who may not edit

  function save(row, onSaved = () => undone.push(() => takeBack(row))) {
    if (lookedAtOnly(row)) return Promise.resolve();
    const typed = typedIn(row);
    delete row.dataset.contested;
    row.dataset.sending = typed;
    return queue(row, async () => {
      if (typed === row.dataset.saved && row.dataset.state !== "machine") return say(row, "");
      say(row, words.saving);
      try {
        const { status, data } = await sendJson(`/ocr/texts/${row.dataset.id}/correct`, { text: typed, version: Number(row.dataset.version) });
        if (status === 200) {
          show(row, data);
          say(row, words.saved);
          onSaved();
        } else if (status === 409) showConflict(row, data);
        else say(row, `${words.unsaved}: ${data.refused}`, true);
      } catch {
        say(row, words.unsaved, true);
        textDrafts.put(row, typed);
        setTimeout(() => row.classList.contains("failed") && !isContested(row) && typedIn(row) === typed && save(row, onSaved), 2000);
      } finally {
        if (row.dataset.sending === typed) delete row.dataset.sending;
      }
    });
  }

  function change(row, action) {
    if (lookedAtOnly(row)) return Promise.resolve();
    return queue(row, async () => {
      const ticks = action === "select" || action === "deselect";
      try {
        const { status, data } = await sendJson(`/ocr/texts/${row.dataset.id}/change`, { action, version: Number(row.dataset.version) });
        if (status === 200) {
          const isOther = ticks && isUnsaved(row) && data.label !== row.dataset.saved;
          if (action === "reopen") inputOf(row).value = data.label;
          show(row, data);
          if (isOther) return showConflict(row, data);
          if (!ticks) undone.push(() => takeBack(row));
          return say(row, words.saved);
        }
        if (status === 409) showConflict(row, data);
        else say(row, data.refused, true);
      } catch {
        say(row, words.unsaved, true);
      }
      row.querySelector(".use input").checked = row.dataset.selected === "Y";
    });
  }

  const setUnreadable = (row) => change(row, row.dataset.state === "unreadable" ? "reopen" : "unreadable");
  // The text as it was before the last decision on it; the server knows it from the text's history.
  function takeBack({ dataset: { id } }) {
    const row = rowWith(id); // rows are replaced where tables or boxes change
    if (!row) return undo();
    inputOf(row).focus();
    return queue(row, async () => {
      try {
        const { status, data } = await sendJson(`/ocr/texts/${row.dataset.id}/undo`, { version: Number(row.dataset.version) });
        if (status === 200) showUndone(row, data);
        else if (status === 409) showConflict(row, data);
        else say(row, data.refused, true);
      } catch {
        say(row, words.offline, true);
      }
    });
  }
  function showUndone(row, data) {
    inputOf(row).value = data.label;
    show(row, data);
    say(row, words.undone);
  }
  // What was done before the page was loaded is taken back too, the last thing first.
  async function undoEarlier() {
    await Promise.all(saving.values());
    try {
      const { status, data } = await sendJson(`${grid.dataset.place}/undo`, { page: grid.classList.contains("tables") ? Number(grid.dataset.page) : null });
      if (status !== 200) return notice(data.refused);
      if (data.what === "table") return event("tables-changed");
      if (data.what === "boxes") return location.reload();
      const row = rowWith(data.text.id);
      if (!row) return location.assign(`${grid.dataset.place}?${new URLSearchParams({ order: grid.dataset.order, at: data.text.id })}`);
      showUndone(row, data.text);
      enter(row);
    } catch {
      notice(words.offline, 12);
    }
  }

  const undo = () => (undone.length ? undone.pop()() : undoEarlier());
  document.addEventListener("undo-wanted", undo);
  document.addEventListener("save-wanted", ({ detail: { row, waits } }) => waits.push(isUnsaved(row) && !isContested(row) ? save(row) : saving.get(row)));
  function take(row) {
    const offer = row.querySelector("[data-offer]");
    if (!offer) return;
    inputOf(row).value = offer.dataset.offer;
    keep(row);
  }

  function enter(row) {
    inputOf(row).focus();
    inputOf(row).select();
  }

  function go(row, step) {
    const all = rows();
    const at = all.indexOf(row);
    // Texts that were confirmed at once are done; those before them are gone back to one by one.
    const next = step > 0 ? all.slice(at + 1).find((one) => !("passed" in one.dataset)) : all[at + step];
    if (next) enter(next);
    else if (step > 0) (saving.get(row) || Promise.resolve()).then(() => document.getElementById("next-grid")?.focus());
  }

  grid.addEventListener("keydown", (event) => {
    // The keys that end a syllable being composed belong to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    const row = rowOf(event.target);
    if (!row || event.target !== inputOf(row)) return;
    const input = event.target;
    const isHere = document.activeElement === input; // not where it was pressed before this ran (early.js)
    if (textConflicts.isUnread(row)) return event.preventDefault();
    if (lookedAtOnly(row) && event.key !== "Enter") return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (event.shiftKey) return isHere && go(row, -1);
      if (event.ctrlKey || event.metaKey) take(row);
      save(row);
      if (isHere && !textConflicts.enter()) go(row, 1);
    } else if (event.key === "Escape") {
      input.value = isContested(row) ? row.dataset.saved : row.dataset.read;
      delete row.dataset.contested;
      keep(row);
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
      setUnreadable(row);
      if (isHere) go(row, 1);
    }
  });

  // The next text only the machine has read: behind the focused one here, else wherever the server finds one. By value and to
  // learn the server always chooses, among all documents.
  async function goUnchecked() {
    const all = rows();
    const next = all.slice(all.indexOf(rowOf(document.activeElement)) + 1).find((row) => row.dataset.state === "machine");
    if (next && !["value", "learn"].includes(grid.dataset.order)) return enter(next);
    document.activeElement.blur(); // which saves what was typed
    await Promise.all(saving.values());
    const after = all.at(-1)?.dataset.id || "";
    location.assign(`${document.getElementById("next-unchecked").dataset.place}?${new URLSearchParams({ after, order: grid.dataset.order })}`);
  }
  // A press of the button leaves the focus in the row that it goes on from.
  document.getElementById("next-unchecked").addEventListener("pointerdown", (event) => event.preventDefault());
  document.getElementById("next-unchecked").addEventListener("click", goUnchecked);

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const typing = event.target.matches?.("input, textarea, select");
    if (event.altKey && event.code === "KeyN") {
      event.preventDefault();
      goUnchecked();
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && !typing) {
      event.preventDefault();
      undo();
    }
  });

  // Leaving a row saves what was typed in it; leaving the window doesn't, as the person comes back to the same field.
  grid.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (!row || row.contains(event.relatedTarget) || document.activeElement === event.target) return;
    if (isUnsaved(row) && !isContested(row) && row.dataset.sending !== typedIn(row)) save(row);
  });
  grid.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (!row || event.target !== inputOf(row)) return;
    delete row.dataset.contested;
    keep(row);
  });
  grid.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    if (row && event.target.type === "checkbox") change(row, event.target.checked ? "select" : "deselect");
  });
  grid.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    if (event.target.closest("[data-offer]")) {
      take(row);
      inputOf(row).focus();
    } else if (event.target.closest("[data-change]")) setUnreadable(row);
  });

  // The picture beside the grid (page_picture.js) shows the text that has the focus, and leads back to its row.
  const event = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  grid.addEventListener("focusin", ({ target }) => {
    const row = rowOf(target);
    if (row) event("text-focused", { id: row.dataset.id, page: row.dataset.page });
  });
  document.addEventListener("box-chosen", async ({ detail: { id } }) => {
    const row = rowWith(id);
    if (row) return enter(row), row.scrollIntoView({ block: "center" });
    await Promise.all(saving.values());
    location.assign(`${grid.dataset.place}?${new URLSearchParams({ order: grid.dataset.order, at: id })}`);
  });

  // What was typed and not saved comes back after a reload, and where the rows were replaced; some is typed before this runs.
  function restore() {
    for (const row of rows()) {
      const kept = textDrafts.of(row);
      if (kept) inputOf(row).value = kept.text;
      if (kept && !kept.isCurrent && isUnsaved(row)) showConflict(row, { version: row.dataset.version, label: row.dataset.saved });
      else if (kept || isUnsaved(row)) keep(row);
      if (kept?.isCurrent && isUnsaved(row)) save(row);
    }
  }
  restore();
  document.addEventListener("rows-replaced", restore);
  window.addEventListener("beforeunload", (event) => {
    if (rows().some((row) => isUnsaved(row) || "sending" in row.dataset)) event.preventDefault();
  });
  Object.assign(textGrid, { rows, rowWith, inputOf, enter, show, say, save, takeBack, undone });
  // The scripts behind this one have to know which row has the focus, too.
  document.addEventListener("DOMContentLoaded", () => {
    if (rowOf(document.activeElement)) document.activeElement.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    else if (rows().length) enter(rowWith(grid.dataset.at) || rows()[0]);
  });
})();
