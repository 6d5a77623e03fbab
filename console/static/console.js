// What every screen needs: notices, dialogs, refusals of htmx's requests, progress of uploads, filters that go by themselves.
"use strict";

function notice(text, seconds = 6, action = null) {
  const place = document.getElementById("notices");
  if (text && !/[.!?…:]$/.test(text)) text += "."; // sentences, which other places show within others
  if (!action && [...place.children].some((line) => line.textContent === text)) return; // what polls say once is enough
  const line = document.createElement("p");
  line.textContent = text;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.text;
    button.addEventListener("click", () => {
      line.remove();
      action.act();
    });
    line.append(button);
  }
  place.append(line);
  setTimeout(() => line.remove(), seconds * 1000);
}

// The token of the person of this page who signed in again in another tab; whether it is another than the page's.
async function renewToken() {
  const { body } = new DOMParser().parseFromString(await (await fetch("/account")).text(), "text/html");
  const { user, token } = body.dataset;
  if (user !== document.body.dataset.user || token === document.body.dataset.token) return false;
  document.body.dataset.token = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRF-Token": token }));
  return true;
}

// What scripts send by themselves; an answer that is no JSON is a sentence about what was refused.
async function sendJson(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": document.body.dataset.token };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  if (answer.status === 403 && (await renewToken())) return sendJson(path, body);
  const type = answer.headers.get("content-type") || "";
  return { status: answer.status, data: type.includes("json") ? await answer.json() : { refused: await answer.text() } };
}

// What was just deleted can be taken back (console/undo.py).
function offerUndo({ text, undo, place, field, values }) {
  notice(text, 12, { text: undo, act: () => htmx.ajax("POST", place, { source: document.body, values: { [field]: values }, swap: "none" }) });
}
document.addEventListener("undo", (event) => offerUndo(event.detail));
document.addEventListener("restored", (event) => notice(event.detail.value));
addEventListener("DOMContentLoaded", () => {
  const offered = document.querySelector("[data-undo]");
  if (!offered) return;
  offerUndo(JSON.parse(offered.dataset.undo));
  history.replaceState(null, "", location.pathname); // a reload offers it no more
});

document.addEventListener("htmx:responseError", (event) => {
  const answer = event.detail.xhr;
  notice(answer.responseText && answer.responseText.length < 500 ? answer.responseText : `${answer.status} ${answer.statusText}`, 12);
});
document.addEventListener("htmx:sendError", () =>
  notice(document.documentElement.lang === "en" ? "The server can't be reached." : "서버에 연결할 수 없습니다. 잠시 뒤에 다시 하세요."));
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.("progress");
  if (bar && event.detail.lengthComputable) {
    bar.hidden = false;
    bar.value = (100 * event.detail.loaded) / event.detail.total;
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "dialog") event.target.closest("dialog").showModal();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-go]")) event.target.form.requestSubmit();
});
// A form whose text was taken is empty for the next one; refused, it keeps what was typed.
document.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (form?.matches("form[data-empty-after]") && event.target.querySelector("[data-added]")) form.reset();
});
// Files that were sent are not sent once more by a second click.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful || !event.target.matches("form.upload")) return;
  event.target.reset();
  event.target.querySelector("progress").hidden = true;
});
// An answer's event goes to the element that asked. Where a list was drawn anew meanwhile, that element is gone, and the list must still hear of it.
document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) =>
  xhr.addEventListener("readystatechange", () => {
    // Before htmx takes the answer, which may itself replace the element.
    if (xhr.readyState !== XMLHttpRequest.DONE || elt.isConnected) return;
    const event = xhr.getResponseHeader("HX-Trigger");
    if (event) htmx.trigger(document.body, event);
  }));
// A part that is replaced between press and release takes the click with it, so answers to polls wait for the release. While a question
// is open, they wait only where they would replace what it sends: a form, or an element that can't be found again.
let asking = null; // the element, until the answer is acted on: the dialog is closed before its "close" event is handled
let agreed = null; // an element drawn anew, whose question was answered before
const keepsQuestion = (target) =>
  !target.contains(asking) || Boolean(asking.id && !asking.hasAttribute("hx-include") && !target.contains(asking.closest("form")));
function drawnAnew(elt) {
  const same = (elt.id && document.getElementById(elt.id)) || null;
  return ["hx-post", "hx-confirm", "hx-vals"].every((name) => same?.getAttribute(name) === elt.getAttribute(name)) ? same : null;
}
const held = new Map();
let pressed = 0;
function release() {
  clearTimeout(pressed);
  pressed = 0;
  const answers = [...held.values()];
  held.clear();
  for (const answer of answers) answer.onload(); // those that have to wait longer are held again
}
document.addEventListener("pointerdown", () => {
  clearTimeout(pressed);
  pressed = setTimeout(release, 2000); // Where the release was never heard of, as with a list of choices that opens.
}, true);
for (const end of ["pointerup", "pointercancel"])
  document.addEventListener(end, () => setTimeout(release), true); // The click comes after it.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  if (requestConfig.verb !== "get" || !(pressed || (asking && !keepsQuestion(target)))) return;
  event.preventDefault();
  held.set(event.target, xhr);
});

// Help: by keys that can't be text, so that they work in a field too.
const showHelp = () => document.querySelector("dialog[open]") || document.getElementById("help").showModal();
document.addEventListener("keydown", (event) => {
  if (event.key !== "F1" && !(event.key === "/" && (event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  showHelp();
});
document.getElementById("keys")?.addEventListener("click", showHelp);

// The search of the header, also from within a field.
document.addEventListener("keydown", (event) => {
  const find = document.getElementById("find");
  if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  if (!find || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  find.select();
});

// The question of hx-confirm, in a dialog like all others.
document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  const { elt, issueRequest, question: text } = event.detail;
  if (elt === agreed) {
    agreed = null;
    issueRequest(true);
    return;
  }
  const question = document.getElementById("question");
  document.getElementById("question-text").textContent = text;
  document.getElementById("question-more").textContent = elt.dataset.more ?? tickedNames(elt);
  question.returnValue = "no";
  asking = elt;
  question.showModal();
  question.addEventListener("close", () => {
    const anew = elt.isConnected ? null : drawnAnew(elt);
    anew?.focus();
    if (question.returnValue !== "yes") elt.dispatchEvent(new Event("question-refused", { bubbles: true }));
    else if (elt.isConnected) issueRequest(true);
    else if (anew) {
      agreed = anew; // htmx sends nothing for an element that was replaced
      anew.click();
    } else notice(question.dataset.unsent, 12);
    asking = null;
    release();
  }, { once: true });
});
function tickedNames(button) {
  if (button.dataset.names === undefined) return "";
  const ticked = [...button.form.querySelectorAll("[data-name]:checked")];
  return ticked.filter((box) => !button.dataset.names || box.dataset.group === button.dataset.names)
    .map((box) => box.dataset.name).join(", ");
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-back]")) history.back();
});

// A file that was asked for here is downloaded as soon as it is made.
document.addEventListener("htmx:afterSwap", () => {
  const link = document.querySelector("[data-download-now]");
  if (!link) return;
  delete link.dataset.downloadNow;
  link.click();
});

// A menu closes when one of its items is chosen, or the focus or a click goes elsewhere.
for (const away of ["click", "focusin"])
  document.addEventListener(away, (event) => {
    const isItem = away === "click" && event.target.matches("details.menu > div > button");
    for (const menu of document.querySelectorAll("details.menu[open]")) if (isItem || !menu.contains(event.target)) menu.open = false;
  });
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Light, dark, or as the system has it; the server reads the cookie, so that no page shows in other colours first.
document.getElementById("theme")?.addEventListener("change", ({ target }) => {
  document.cookie = `saebyeok_theme=${target.value}; path=/; max-age=31536000; samesite=lax`;
  if (target.value) document.documentElement.dataset.theme = target.value;
  else delete document.documentElement.dataset.theme;
});
// A dialog whose form was taken closes.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.matches("#dialog form, [data-close]")) event.target.closest("dialog")?.close();
});
