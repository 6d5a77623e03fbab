// The screens of 자동 학습, where htmx isn't enough: parts that follow the work without losing what
// the user is choosing, pictures shown large, fields that belong to a choice.
"use strict";

(() => {
  // A control that differs from what the server sent, or is being used, is being edited; one that was sent is not.
  const sent = new WeakSet();
  const differs = (control) =>
    control.type === "checkbox" || control.type === "radio"
      ? control.checked !== control.defaultChecked
      : control.tagName === "SELECT"
        ? [...control.options].some((option) => option.selected !== option.defaultSelected) &&
          [...control.options].some((option) => option.defaultSelected)
        : control.value !== control.defaultValue;
  const isTheirs = (control) =>
    !sent.has(control) && !control.matches("[data-ticks] *, [type=hidden]") && (differs(control) || control === document.activeElement);
  const controls = (part) => [...part.querySelectorAll("input, select, textarea")];

  function followWork() {
    for (const part of document.querySelectorAll("[data-live]")) {
      if (!controls(part).some(isTheirs)) htmx.trigger(part, "live");
      else part.dataset.late = "";
    }
  }
  document.addEventListener("work-changed", followWork);
  document.addEventListener("focusout", () =>
    setTimeout(() => {
      for (const part of document.querySelectorAll("[data-late]")) {
        if (controls(part).some(isTheirs)) continue;
        delete part.dataset.late;
        htmx.trigger(part, "live");
      }
    }));

  // Ticks outlive the list they stand in.
  let ticks = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.matches?.("[data-live]"))
      ticks = [...event.target.querySelectorAll("[data-ticks] :checked[name]")].map((box) => box.value);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    for (const box of document.querySelectorAll("[data-ticks] [type=checkbox]"))
      if (ticks.includes(box.value)) box.checked = true;
    ticks = [];
    if (event.target.closest?.(".detail")) event.target.scrollIntoView({ block: "nearest" });
    show();
  });

  // data-tick-all="selector": ticks, or clears, all of them.
  document.addEventListener("change", (event) => {
    const which = event.target.dataset?.tickAll;
    if (which) for (const box of document.querySelectorAll(which)) box.checked = event.target.checked;
  });

  // What was refused, or taken back, stands again as it was.
  function revert(control) {
    if (!control.matches?.("[data-revert]")) return;
    if (control.type === "checkbox") control.checked = control.defaultChecked;
    else for (const option of control.options) option.selected = option.defaultSelected;
  }
  document.addEventListener("htmx:responseError", (event) => revert(event.detail.elt));
  document.addEventListener("htmx:sendError", (event) => revert(event.detail.elt));
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-revert]")) sent.add(event.target);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("form")) for (const control of controls(event.target)) sent.add(control);
  });
  document.addEventListener("pointerdown", (event) => sent.delete(event.target));
  document.addEventListener("keydown", (event) => sent.delete(event.target));

  document.addEventListener("question-refused", (event) => revert(event.target));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-enlarge]");
    if (!button) return;
    const large = document.getElementById("large");
    large.querySelector("img").src = button.dataset.enlarge;
    large.querySelector("img").alt = button.querySelector("img").alt;
    large.showModal();
  });

  // data-when="name=a,b": shown while the form's control of that name has one of the values.
  function show() {
    for (const field of document.querySelectorAll("[data-when]")) {
      const [name, values] = field.dataset.when.split("=");
      field.hidden = !values.split(",").includes(field.closest("form").elements[name].value);
    }
  }
  document.addEventListener("change", show);
  show();
})();
