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
    // An open menu is not swapped away by a poll.
    if (event.target.id === "documents" && event.target.querySelector("details.menu[open]")) event.detail.shouldSwap = false;
    if (event.target.matches?.("[data-live], #documents"))
      ticks = [...event.target.querySelectorAll("[data-ticks] :checked[name]")].map((box) => box.value);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    for (const box of document.querySelectorAll("[data-ticks] [type=checkbox]"))
      if (ticks.includes(box.value)) box.checked = true;
    ticks = [];
    // What begins is told by the strip of work from here on, and by the list once it is over.
    if (event.target.id === "work" && !document.querySelector("#work [data-testid=work-line]"))
      for (const told of document.querySelectorAll("[data-while-working]")) told.remove();
    // What opens is scrolled to; parts of it that are drawn later, as the explanation, leave the page where it is.
    if (event.target.matches?.(".detail")) event.target.scrollIntoView({ block: "nearest" });
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

  // [확정] confirms with the decision rule that the page has for the model, and its question names that rule.
  const ruleFormOf = (button) => {
    const form = button.dataset?.confirms && document.querySelector(".rule-form");
    return form && form.elements.training.value === button.dataset.confirms ? form : null;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-confirms]");
    if (!button) return;
    const tried = ruleFormOf(button)?.querySelector("#rule-preview [data-rule], #rule-preview [data-testid=rule-refused]");
    button.dataset.more = tried ? (tried.dataset.rule ?? tried.textContent) : button.dataset.rule;
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    const form = ruleFormOf(event.detail.elt);
    if (!form) return;
    for (const name of ["basis", "miss_cost", "false_alarm_cost", "measure", "share"])
      event.detail.parameters[name] = form.elements[name].value;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-enlarge]");
    if (!button) return;
    const large = document.getElementById("large");
    // A chart keeps its colours and the values that it shows on hover; the stored PNG can still be downloaded.
    large.querySelector("div").replaceChildren(...button.cloneNode(true).childNodes);
    const link = large.querySelector("a");
    link.href = button.dataset.enlarge;
    link.download = button.closest("figure")?.querySelector("a[download]")?.download ?? "";
    large.showModal();
  });

  // data-row: a click anywhere in the row is one on what the row opens.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, input, select, label, summary, [role=menu]")) return;
    if (getSelection().isCollapsed) row.querySelector("[data-row-opens]")?.click();
  });

  // A menu closes with a click elsewhere, or on what is in it, and with Escape.
  const closeMenus = (but) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== but) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu > summary")?.parentElement));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelector("details.menu[open] > summary")?.focus();
    closeMenus();
  });

  // Files dropped anywhere on a page with an upload form are uploaded by it.
  const dropForm = () => document.querySelector("form.upload");
  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event) || !dropForm()) return;
    event.preventDefault();
    dropForm().closest(".card").classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) dropForm()?.closest(".card").classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    const form = dropForm();
    if (!form || !holdsFiles(event)) return;
    event.preventDefault();
    form.closest(".card").classList.remove("dropping");
    const details = form.closest("details");
    if (details) details.open = true;
    form.querySelector("[type=file]").files = event.dataTransfer.files;
    form.requestSubmit();
  });

  // data-won: an amount is written with its thousands separated, the caret behind the same digit as before.
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("[data-won]") || !/^[\d,\s]*$/.test(field.value)) return;
    const behind = field.value.slice(field.selectionStart).replace(/\D/g, "").length;
    field.value = field.value.replace(/\D/g, "").replace(/\B(?=(\d{3})+$)/g, ",");
    let place = field.value.length;
    for (let left = behind; left > 0 && place > 0; place--) if (/\d/.test(field.value[place - 1])) left--;
    field.setSelectionRange(place, place);
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
