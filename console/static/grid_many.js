// Many texts of the grid confirmed at once, and back.
"use strict";

(() => {
  const all = document.getElementById("confirm-sure");
  const back = document.getElementById("undo-sure");
  if (!all || !back) return;
  const words = document.getElementById("words").content.firstElementChild.dataset;
  const { rows, inputOf, enter, show, say, undone } = textGrid;
  let confirmed = {};
  const SURE = 0.98;
  const sureRows = () => rows().filter((row) => Number(row.dataset.score) >= SURE && row.dataset.state === "machine" && inputOf(row).value === row.dataset.saved);
  const count = () => (document.getElementById("sure-count").textContent = `(${sureRows().length})`);
  // Texts become confirmed and others are loaded in many ways.
  new MutationObserver(count).observe(document.querySelector(".grid"), { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
  count();

  async function many(path, seen) {
    try {
      const { status, data } = await sendJson(path, { seen });
      if (status !== 200) return notice(data.refused || `${status}`);
      for (const text of data) {
        const row = rows().find((one) => one.dataset.id === text.id);
        show(row, text);
        say(row, words.saved);
        row.toggleAttribute("data-passed", text.state === "confirmed");
      }
      if (data.length < Object.keys(seen).length) notice(words.left);
      return data;
    } catch {
      return notice(words.unsaved);
    }
  }
  async function confirmSure() {
    const sure = sureRows();
    if (!sure.length) return notice(words.none);
    const data = await many("/ocr/texts/confirm", Object.fromEntries(sure.map((row) => [row.dataset.id, Number(row.dataset.version)])));
    if (!data?.length) return;
    confirmed = Object.fromEntries(data.map((text) => [text.id, text.version]));
    back.hidden = false;
    undone.push(takeBackSure);
  }
  all.addEventListener("click", confirmSure);
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.code !== "KeyA" || event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (!event.repeat && !all.disabled) confirmSure().then(goOn);
  });
  // From a text that is confirmed now to the first one that is left.
  function goOn() {
    const now = document.activeElement.closest?.(".text");
    if (now && !("passed" in now.dataset)) return;
    const left = rows().find((row) => row.dataset.state === "machine");
    if (left) enter(left);
    else document.getElementById("next-grid")?.focus();
  }
  async function takeBackSure() {
    if (!back.hidden && (await many("/ocr/texts/undo", confirmed))) back.hidden = true;
  }
  back.addEventListener("click", () => undone.splice(undone.lastIndexOf(takeBackSure), 1).forEach((one) => one()));
})();
