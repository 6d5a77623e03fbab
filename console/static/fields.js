// A document's fields: keys, saving without replacing what is typed in, and the box of each on the picture.
"use strict";

(() => {
  const place = document.getElementById("fields");
  const words = document.getElementById("words").content.firstElementChild.dataset;
  let asked = Promise.resolve(); // one request after the other: an older answer never arrives after a newer one
  const all = () => [...place.querySelectorAll(".one-field")];
  const fieldOf = (element) => element?.closest?.(".one-field");
  const inputOf = (field) => field.querySelector("input");
  const typedIn = (field) => inputOf(field).value.normalize("NFC").trim();
  const plain = (field, value) => (inputOf(field).matches(".number") ? value.replace(/[,\s]/g, "") : value);
  const isUnsaved = (field) => plain(field, typedIn(field)) !== plain(field, field.dataset.saved);
  const withId = (id) => all().find((one) => one.dataset.id === id);
  const sending = new Map(); // what is being saved, by the id of its field
  const keepDraft = (field) => (isUnsaved(field) ? textDrafts.put(field, inputOf(field).value) : textDrafts.drop(field));
  const say = (field, text, bad = false) => {
    field.querySelector(".said").textContent = text;
    field.classList.toggle("failed", bad);
  };

  // A value that is being typed stays; its state may be another by now.
  function show({ id, value, version, group, about }) {
    const field = withId(id);
    if (!field || "contested" in field.dataset) return;
    const typing = isUnsaved(field);
    field.classList.replace(field.dataset.group, group);
    Object.assign(field.dataset, { group, version, saved: value });
    field.querySelector(".about").innerHTML = about;
    if (!typing) inputOf(field).value = value;
    keepDraft(field);
  }

  function showAll({ fields, blocked, stale, wrong_lines: wrongLines }) {
    fields.forEach(show);
    document.getElementById("wrong-lines").innerHTML = wrongLines;
    const sentence = document.getElementById("blocked");
    sentence.textContent = blocked;
    sentence.hidden = !blocked;
    document.getElementById("stale").hidden = !stale;
    renewHeadings();
    if (stale) setTimeout(look, 1000);
  }

  // Fields stay where they are while people work on them; the headings follow what the fields under them have become.
  let headed = "";
  function renewHeadings() {
    const groups = document.getElementById("field-groups");
    const fields = [...groups.querySelectorAll(":scope > .one-field")];
    const folded = groups.querySelector("summary b");
    if (folded) folded.textContent = groups.querySelectorAll("details > .one-field.absent").length;
    const wanted = fields.map((field) => field.dataset.group).join();
    if (wanted === headed) return;
    headed = wanted;
    for (const heading of groups.querySelectorAll(".field-heading")) heading.remove();
    let count = null;
    for (const [place, { dataset: { group } }] of fields.entries()) {
      if (group !== fields[place - 1]?.dataset.group) {
        const heading = document.getElementById("field-headings").content.querySelector(`.${group}`).cloneNode(true);
        fields[place].before(heading);
        count = heading.querySelector("b");
      }
      count.textContent = Number(count.textContent) + 1;
    }
  }

  const inTurn = (request) => (asked = asked.then(request));

  function look() {
    return inTurn(async () => {
      try {
        const answer = await fetch(place.dataset.now);
        if (answer.ok) showAll(await answer.json());
      } catch {
        setTimeout(look, 5000);
      }
    });
  }

  // `seen` is the value that is taken as it is: by now another one may have been read.
  function decide(field, action, value = "", seen = null) {
    return inTurn(async () => {
      field = withId(field.dataset.id) || field; // line items are drawn anew where lines are added or removed
      delete field.dataset.contested;
      say(field, words.saving);
      try {
        const sent = { action, value, seen, version: Number(field.dataset.version) };
        const { status, data } = await sendJson(`/ocr/fields/${encodeURIComponent(field.dataset.id)}`, sent);
        if (status !== 200) {
          const { version } = field.dataset;
          say(field, `${words.unsaved}: ${data.refused || status}`, true);
          look().then(() => field.dataset.version !== version && isUnsaved(field) && contest(field)); // what it was refused for
          return;
        }
        if (action !== "correct") inputOf(field).value = field.dataset.saved; // what was typed gives way
        else if (typedIn(field) === value) field.dataset.saved = value;
        say(field, words.saved);
        showAll(data);
      } catch {
        say(field, words.unsaved, true);
        setTimeout(() => field.classList.contains("failed") && typedIn(field) === value && decide(field, action, value, seen), 2000);
      }
    });
  }

  // The last decision of the person on this document's fields, also from before the page was loaded.
  function undo() {
    return inTurn(async () => {
      try {
        const { status, data } = await sendJson(place.dataset.undoPlace, {});
        if (status !== 200) return notice(data.refused || `${status}`);
        showAll(data);
        const fields = data.undone.map(withId).filter(Boolean);
        for (const field of fields) say(field, words.undone);
        if (!fields.length) return;
        open(fields[0]);
        inputOf(fields[0]).select();
      } catch {
        notice(words.offline, 12);
      }
    });
  }

  function save(field) {
    const { id } = field.dataset;
    const typed = typedIn(field);
    if (inputOf(field).readOnly || !isUnsaved(field) || sending.get(id) === typed) return;
    sending.set(id, typed);
    decide(field, "correct", typed).finally(() => sending.get(id) === typed && sending.delete(id));
  }

  // Another person decided on the field meanwhile: what is typed replaces it by Enter alone, never because the field is left.
  function contest(field) {
    field.dataset.contested = "";
    field.closest("details")?.setAttribute("open", "");
    say(field, `${words.other}: “${field.dataset.saved}” · ${words.either}`, true);
  }

  // What was typed and not saved comes back, and is saved by itself, unless another person decided on the field meanwhile.
  function restore() {
    for (const field of all()) {
      const kept = inputOf(field).readOnly ? null : textDrafts.of(field);
      if (!kept) continue;
      inputOf(field).value = kept.text;
      if (!isUnsaved(field)) textDrafts.drop(field);
      else if (kept.isCurrent) save(field);
      else contest(field);
    }
  }

  function go(field, step) {
    const shown = all().filter((one) => one.checkVisibility());
    const next = shown[shown.indexOf(field) + step];
    if (!next) return;
    inputOf(next).focus();
    inputOf(next).select();
  }

  function open(field) {
    field.closest("details")?.setAttribute("open", "");
    inputOf(field).focus();
  }

  place.addEventListener("keydown", (event) => {
    // The keys that end a syllable being composed belong to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    const field = fieldOf(event.target);
    if (!field || event.target !== inputOf(field)) return;
    if (event.key === "Escape") {
      inputOf(field).value = field.dataset.saved;
      delete field.dataset.contested;
      keepDraft(field);
      say(field, "");
    } else if (event.key === "Enter") {
      event.preventDefault();
      const takes = event.ctrlKey || event.metaKey;
      const offered = takes && field.querySelector("[data-act='accept']");
      if (offered) decide(field, "accept", "", offered.dataset.seen);
      else save(field);
      if (document.activeElement === event.target) go(field, event.shiftKey ? -1 : 1); // pressed before this ran (early.js), it was left
    }
  });
  const isUndo = (event) => event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.isComposing;
  document.addEventListener("keydown", (event) => {
    const field = fieldOf(event.target);
    // What is typed and not saved is undone by the browser.
    const isOther = field ? inputOf(field).value !== field.dataset.saved : event.target.matches?.("input, textarea, select");
    if (!isUndo(event) || isOther || !place.dataset.undoPlace || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    undo();
  });
  // What was typed last is saved first: it is what is confirmed.
  document.addEventListener("keydown", async (event) => {
    const button = document.getElementById("confirm-fields");
    if (!event.altKey || event.code !== "KeyA" || event.isComposing || event.keyCode === 229 || !button || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (event.repeat) return;
    document.activeElement.blur();
    await inTurn(() => {});
    button.click();
  });
  place.addEventListener("focusout", ({ target }) => {
    const field = fieldOf(target);
    if (!field || target !== inputOf(field) || "contested" in field.dataset) return;
    if (isUnsaved(field)) save(field);
    else target.value = field.dataset.saved; // numbers with their separators
  });
  place.addEventListener("input", ({ target }) => {
    const field = fieldOf(target);
    if (!field || target !== inputOf(field)) return;
    delete field.dataset.contested;
    keepDraft(field);
  });
  place.addEventListener("htmx:afterSwap", restore);
  // A value that loses the focus is shown smaller: the button would move away from under the pointer before it is let go.
  place.addEventListener("mousedown", (event) => {
    if (!event.target.closest("#line-items button[hx-post]")) return;
    event.preventDefault();
    const field = fieldOf(document.activeElement);
    if (field && !("contested" in field.dataset)) save(field);
  });
  place.addEventListener("focusin", ({ target }) => {
    const field = fieldOf(target);
    const [id] = field?.dataset.texts.split(" ") || [];
    if (id) document.dispatchEvent(new CustomEvent("text-focused", { detail: { id, page: field.dataset.page } }));
  });
  document.addEventListener("box-chosen", ({ detail: { id } }) => {
    const field = all().find((one) => one.dataset.texts.split(" ").includes(id));
    if (field) open(field);
  });
  place.addEventListener("click", (event) => {
    const { target } = event;
    const field = withId(target.closest("a")?.dataset.to);
    if (field) {
      event.preventDefault();
      open(field);
    }
    const { act, history, seen } = target.closest("button")?.dataset || {};
    if (act) decide(fieldOf(target), act, "", seen);
    if (history) htmx.ajax("GET", history, { target: "#dialog", swap: "innerHTML" });
  });
  document.addEventListener("fields-changed", look);
  window.addEventListener("beforeunload", (event) => all().some(isUnsaved) && event.preventDefault());
  if (place.dataset.stale === "Y") setTimeout(look, 1000);
  // What was typed is saved by the blur; the next page is asked for once it is.
  document.addEventListener("keydown", async (event) => {
    if (event.isComposing || !event.altKey || event.code !== "KeyN") return;
    event.preventDefault();
    document.activeElement.blur();
    await asked;
    document.getElementById("next-unchecked").click();
  });
  restore();
  const [first] = all();
  const wanted = all().find((one) => one.dataset.id === place.dataset.at);
  if (first && !fieldOf(document.activeElement)) {
    if (wanted) open(wanted);
    else inputOf(first).focus({ preventScroll: true });
  }
})();
