// The list of OCR documents: choosing many, and files that are dropped, pasted or taken by the camera.
"use strict";

(() => {
  // What is chosen outlives the list, which is replaced while files are being read.
  const chosen = new Set();
  const bar = document.getElementById("chosen");
  const boxes = () => [...document.querySelectorAll("#documents [name=doc_ids]")];
  function showChosen() {
    const here = boxes();
    for (const id of chosen) if (!here.some((box) => box.value === id)) chosen.delete(id);
    for (const box of here) box.checked = chosen.has(box.value);
    const all = document.getElementById("choose-all");
    if (all) {
      all.checked = here.length > 0 && chosen.size === here.length;
      all.indeterminate = chosen.size > 0 && chosen.size < here.length;
    }
    if (!bar) return;
    bar.hidden = !chosen.size;
    document.getElementById("chosen-count").textContent = chosen.size;
  }
  document.addEventListener("change", ({ target }) => {
    if (target.id === "choose-all") for (const box of boxes()) target.checked ? chosen.add(box.value) : chosen.delete(box.value);
    else if (target.name === "doc_ids") target.checked ? chosen.add(target.value) : chosen.delete(target.value);
    else return;
    showChosen();
  });
  document.getElementById("choose-none")?.addEventListener("click", () => {
    chosen.clear();
    showChosen();
  });
  document.addEventListener("htmx:afterSwap", showChosen);
  // The browser may restore ticks with the page.
  for (const box of boxes()) if (box.checked) chosen.add(box.value);
  showChosen();

  // A list with an open menu is not replaced.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "documents" && document.querySelector("#documents details[open]")) event.preventDefault();
  });

  // Where the screen is small, most conditions are folded.
  for (const button of document.querySelectorAll(".unfold"))
    button.addEventListener("click", () => button.setAttribute("aria-expanded", !button.form.classList.toggle("folded")));

  const form = document.querySelector("form.drop");
  if (!form) return;
  const files = form.querySelector('[name="files"]');
  const shown = form.querySelector(".picked-files");
  const hint = matchMedia("(pointer: coarse)").matches ? "" : shown.textContent; // a finger neither drops nor pastes
  // What comes next is the one that stands out: choosing files, then sending them.
  const [pick, send] = [form.querySelector(".pick"), form.querySelector("button")];
  const showFiles = () => {
    const isChosen = files.files.length > 0;
    shown.textContent = isChosen ? [...files.files].map((file) => file.name).join(", ") : hint;
    pick.classList.toggle("main", !isChosen);
    send.classList.toggle("main", isChosen);
  };
  showFiles();
  function add(more) {
    if (!more.length) return;
    const all = new DataTransfer();
    for (const file of [...files.files, ...more]) all.items.add(file);
    files.files = all.files;
    showFiles();
  }
  files.addEventListener("change", showFiles);
  form.addEventListener("reset", () => setTimeout(showFiles));
  const camera = form.querySelector("[data-into]");
  camera.addEventListener("change", () => {
    add(camera.files);
    camera.value = "";
  });

  const brings = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    form.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    add(event.dataTransfer.files);
  });
  // Pasted pictures are all named image.png: they get the time.
  document.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files || [])];
    if (!pasted.length) return;
    event.preventDefault();
    const time = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
    add(pasted.map((file, n) => new File([file], `${form.dataset.paste} ${time}${n ? `-${n}` : ""}.${file.name.split(".").pop()}`, { type: file.type })));
  });
})();
