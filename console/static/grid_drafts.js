// Texts and values of fields that were typed and not saved, kept in the browser with the version that each is based on.
"use strict";

const textDrafts = {
  // People who share a browser don't find each other's.
  key: (row) => `draft:${document.body.dataset.user}:${row.dataset.id}`,
  put: (row, text) => localStorage.setItem(textDrafts.key(row), `${row.dataset.version}\n${text}`),
  drop: (row) => localStorage.removeItem(textDrafts.key(row)),

  // What was typed, and whether the row, or the field, still shows the version that it is based on; null where nothing is kept.
  of(row) {
    const kept = localStorage.getItem(textDrafts.key(row));
    if (kept === null) return null;
    const [text, version = row.dataset.version] = kept.split("\n").reverse();
    return { text, isCurrent: version === row.dataset.version };
  },
};
