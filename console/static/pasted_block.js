// What is copied from a spreadsheet, as texts: for table_paste.js, and for the fields of one text, which get a block as one text.
"use strict";

const pastedBlock = {
  // A spreadsheet quotes cells that have line breaks or tabs in them, and doubles their quotes; it leaves quotes in others as they are.
  QUOTED: /"((?:[^"]|"")*)"(?=[\t\n]|$)/y,
  PLAIN: /[^\t\n]*/y,

  // The rows of a block, each a list of texts; lines within a cell are one text.
  rows(text) {
    const block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const rows = [[]];
    for (let at = 0; ; at += 1) {
      const [written, inner] = pastedBlock.quoted(block, at) || pastedBlock.match(pastedBlock.PLAIN, block, at);
      rows.at(-1).push((inner?.replaceAll('""', '"') ?? written).replace(/\s*[\t\n]\s*/g, " ").trim());
      at += written.length;
      if (at >= block.length) return rows;
      if (block[at] === "\n") rows.push([]);
    }
  },
  quoted(block, at) {
    const found = pastedBlock.match(pastedBlock.QUOTED, block, at);
    return found && /[\t\n]/.test(found[1]) ? found : null;
  },
  match(pattern, block, at) {
    pattern.lastIndex = at;
    return pattern.exec(block);
  },
};

document.addEventListener("paste", (event) => {
  const field = event.target;
  if (!field.matches?.(".grid:not(.tables) .field > textarea, .one-field input") || field.readOnly) return;
  const copied = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  if (!/[\t\n\r]/.test(copied)) return;
  event.preventDefault();
  // As if it were typed: the browser takes it back with one Ctrl+Z. No other way of writing into a field has that.
  document.execCommand("insertText", false, pastedBlock.rows(copied).flat().filter(Boolean).join(" "));
});
