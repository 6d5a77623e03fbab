// A notification of the browser when long work of the signed-in person has ended, where they asked for it on 지금.
"use strict";

(() => {
  const EVERY_SECONDS = 15;
  if (!("Notification" in window) || !document.body.dataset.user) return;
  const isWanted = () => localStorage.getItem("notify") === "on" && Notification.permission === "granted";
  const box = document.getElementById("notify");
  if (box) {
    document.getElementById("notify-choice").hidden = false;
    box.checked = isWanted();
    box.addEventListener("change", async () => {
      const allowed = box.checked && (await Notification.requestPermission()) === "granted";
      box.checked = allowed;
      localStorage.setItem("notify", allowed ? "on" : "off");
    });
  }

  let since = "";
  async function look() {
    if (!isWanted()) return;
    const answer = await fetch(`/now/ended?since=${encodeURIComponent(since)}`).catch(() => null);
    if (!answer?.ok) return;
    const { now, ended } = await answer.json();
    since = now;
    // The tag keeps several open pages from showing the same one twice.
    for (const { id, title, text } of ended) new Notification(title, { body: text, tag: `saebyeok-${id}` });
  }
  look();
  setInterval(look, EVERY_SECONDS * 1000);
  document.addEventListener("visibilitychange", look);
})();
