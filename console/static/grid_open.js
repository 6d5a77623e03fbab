// The row that is corrected has room for all of its text, its suggestion and what is said of it; the others keep one height.
"use strict";

(() => {
  const grid = document.getElementById("grid");
  let isPressed = false;
  let wanted = null;

  // It stays open while its own buttons have the focus, and opens when the pointer is up: nothing moves under a press.
  function open() {
    if (isPressed || !wanted || wanted.classList.contains("open")) return;
    for (const row of grid.querySelectorAll(".text.open")) row.classList.remove("open");
    wanted.classList.add("open");
    wanted.scrollIntoView({ block: "nearest" });
  }
  addEventListener("pointerdown", () => (isPressed = true), true);
  for (const end of ["pointerup", "pointercancel"])
    addEventListener(end, () => {
      isPressed = false;
      setTimeout(open); // after the click
    }, true);
  function focused({ target }) {
    if (!target.matches?.(".field > textarea")) return;
    wanted = target.closest(".text");
    open();
  }
  // A text is one line.
  grid.addEventListener("beforeinput", (event) => {
    if (event.target.matches(".field > textarea") && /^insert(LineBreak|Paragraph)$/.test(event.inputType)) event.preventDefault();
  });
  grid.addEventListener("focusin", focused);
})();
