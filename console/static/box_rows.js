// Rows of texts that come with a change of boxes, put into the grid, and the offer to take back a change of boxes or tables.
"use strict";

const textRow = (grid, id) => grid.querySelector(`.text[data-id="${CSS.escape(id)}"]`);
const textInput = (row) => row.querySelector(".field > textarea");

function putRow(grid, row) {
  const holder = document.createElement("template");
  holder.innerHTML = row.html;
  const fresh = holder.content.firstElementChild;
  const old = textRow(grid, row.id);
  if (old && !row.read && old.querySelector("[data-unread]")) return old; // nothing new: what is typed there goes on
  const [typed, caret] = old ? [textInput(old).value, textInput(old).selectionStart] : [];
  const isTyped = old && typed !== old.dataset.saved;
  const focused = old?.contains(document.activeElement);
  const ahead = row.ahead_of && textRow(grid, row.ahead_of);
  if (old?.closest("td, th")) old.before(fresh);
  else if (ahead) ahead.before(fresh);
  else grid.querySelector(".pager").before(fresh);
  old?.remove();
  grid.querySelector(".empty")?.remove();
  htmx.process(fresh);
  if (isTyped) textInput(fresh).value = typed;
  if (focused) {
    textInput(fresh).focus();
    if (isTyped) textInput(fresh).setSelectionRange(caret, caret);
    else textInput(fresh).select();
  }
  return fresh;
}

// By the notice and by Ctrl+Z; done by one, it is no more by the other.
function offerBack(sentence, undo, takesBack) {
  const { undone } = textGrid;
  const back = () => {
    if (undone.includes(back)) undone.splice(undone.indexOf(back), 1);
    return takesBack();
  };
  undone.push(back);
  notice(sentence, 8, { text: undo, act: back });
}
