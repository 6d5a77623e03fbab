// What people do before the scripts of the page run: their form would be sent as an address and what they typed lost. It is held,
// and done then.
"use strict";

(() => {
  const held = [];
  const isField = (element) => element.matches("input:not([type=checkbox]), .field > textarea") && !element.form;
  const hold = (event, element, again) => {
    if (!element) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push(again);
  };
  const listeners = {
    submit: (event) =>
      hold(event, event.target.closest("[hx-post], [hx-get]"), () => event.target.requestSubmit(event.submitter)),
    click: (event) => {
      const button = event.target.closest("button[hx-post], button[hx-get]");
      hold(event, button, () => button.click());
    },
    change: (event) =>
      hold(event, event.target.closest("[hx-trigger*=change]"), () =>
        event.target.dispatchEvent(new Event("change", { bubbles: true }))),
    // Fields outside of forms are saved by scripts. The next field is gone to at once, or what is typed next would replace this one's.
    keydown: (event) => {
      const { target, key, code, shiftKey, ctrlKey, metaKey, altKey } = event;
      const ofText = altKey && ["KeyU", "KeyX"].includes(code);
      if ((key !== "Enter" && !ofText) || event.isComposing || !isField(target)) return;
      const again = { key, code, shiftKey, ctrlKey, metaKey, altKey, bubbles: true, cancelable: true };
      hold(event, target, () => target.dispatchEvent(new KeyboardEvent("keydown", again)));
      if (code === "KeyU") return;
      const fields = [...document.querySelectorAll("input, .field > textarea")].filter((one) => isField(one) && one.checkVisibility());
      const next = fields[fields.indexOf(target) + (shiftKey ? -1 : 1)];
      next?.focus();
      next?.select();
    },
  };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener, true);
  document.addEventListener("htmx:load", () => {
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener, true);
    for (const again of held) again();
  }, { once: true });
})();
