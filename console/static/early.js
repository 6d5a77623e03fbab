// What people do before the scripts of the page run: their form would be sent as an address and what they typed lost. It is held,
// and done then.
"use strict";

(() => {
  const held = [];
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
    // Fields outside of forms are saved by scripts.
    keydown: (event) => {
      const { target, key, shiftKey, ctrlKey, metaKey } = event;
      if (key !== "Enter" || event.isComposing || !target.matches("input, .field > textarea") || target.form) return;
      hold(event, target, () =>
        target.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, ctrlKey, metaKey, bubbles: true, cancelable: true })));
    },
  };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener, true);
  document.addEventListener("htmx:load", () => {
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener, true);
    for (const again of held) again();
  }, { once: true });
})();
