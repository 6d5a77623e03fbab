// Texts of the grid that another person changed first. What that person wrote is replaced by Enter or by typing on, never because the
// focus leaves the row.
"use strict";

const textConflicts = {
  KEYS_ON_THEIR_WAY: 700, // milliseconds
  left: null, // the row in conflict that the focus is to return to
  isContested: (row) => "contested" in row.dataset,
  isUnread: (row) => row.dataset.contested === "unread",

  // Enter has moved on by the time a conflict is known, and would confirm the next text: the focus returns, at once or, where the
  // next text is typed in by now, after it.
  returnTo(row, now, isUnsaved) {
    if (!now || now === row || !document.activeElement.matches(".field > textarea")) return;
    textConflicts.left = row;
    if (!isUnsaved(now)) textConflicts.enter();
  },

  // Goes to the row that was left, if there is one. Keys that are on their way decide nothing: its sentence was not read yet.
  enter() {
    const row = textConflicts.left;
    textConflicts.left = null;
    if (!row?.isConnected || !textConflicts.isContested(row)) return false;
    const input = row.querySelector(".field > textarea");
    input.readOnly = true;
    row.dataset.contested = "unread";
    input.focus();
    setTimeout(() => {
      input.readOnly = false;
      row.dataset.contested = "";
    }, textConflicts.KEYS_ON_THEIR_WAY);
    return true;
  },
};
