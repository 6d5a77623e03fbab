// The picture of a page: the boxes of all its texts, upright, the text that has the focus in view.
"use strict";

(() => {
  const picture = document.getElementById("page");
  if (!picture) return;
  const frame = picture.closest(".scroll");
  const pages = [...picture.querySelectorAll("[data-page]")];
  const asked = new Set(); // pages whose boxes are here or on their way
  let shown = pages.find((page) => !page.classList.contains("away"));
  let zoom = 1;
  let turned = 0; // by the person, beyond what puts the page upright
  let picked = "";

  const boxOf = (id) => picture.querySelector(`[data-box="${CSS.escape(id)}"]`);

  async function draw(page) {
    const number = page.dataset.page;
    if (asked.has(number)) return;
    asked.add(number);
    try {
      const answer = await fetch(`${picture.dataset.boxes}/${number}`);
      if (!answer.ok) throw new Error(answer.statusText);
      for (const one of await answer.json()) show(page, one);
      document.dispatchEvent(new CustomEvent("page-drawn"));
      if (page === shown) centre();
    } catch {
      asked.delete(number); // asked again when the page is shown again
    }
  }

  function show(page, { id, state, points }) {
    const box = boxOf(id) || document.createElementNS("http://www.w3.org/2000/svg", "polygon");
    box.dataset.box = id;
    box.setAttribute("class", id === picked ? `${state} picked` : state);
    box.setAttribute("points", points);
    page.append(box);
  }

  // The turn is inside of the picture: an element that is turned as a whole sticks out beyond what can be scrolled to.
  function lay() {
    const [w, h] = [Number(shown.dataset.width), Number(shown.dataset.height)];
    const turn = (Number(shown.dataset.rotation) + turned) % 360;
    const aside = { 0: "", 90: `translate(${h} 0) `, 180: `translate(${w} ${h}) `, 270: `translate(0 ${w}) ` }[turn];
    picture.setAttribute("viewBox", turn % 180 ? `0 0 ${h} ${w}` : `0 0 ${w} ${h}`);
    picture.querySelector("[data-turned]").setAttribute("transform", `${aside}rotate(${turn})`);
    picture.style.width = `${100 * zoom}%`;
    centre();
  }

  // Only the frame is scrolled, never the window, which follows the field being typed in.
  function centre() {
    const box = picked && boxOf(picked);
    if (!box || !shown.contains(box)) return;
    const [inner, outer] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
    const into = (from, size, begin, room) => (size > room ? from - begin : from + size / 2 - begin - room / 2);
    frame.scrollLeft += into(inner.left, inner.width, outer.left, outer.width);
    frame.scrollTop += into(inner.top, inner.height, outer.top, outer.height);
  }

  function turnTo(page) {
    if (!page || page === shown) return;
    for (const one of pages) one.classList.toggle("away", one !== page);
    shown = page;
    const { page: number, address, width, height } = page.dataset;
    const image = picture.querySelector("image");
    for (const [name, value] of Object.entries({ href: address, width, height })) image.setAttribute(name, value);
    picture.setAttribute("aria-label", `${picture.dataset.name} ${number}`);
    document.getElementById("page-shown").textContent = number;
    lay();
    draw(page);
  }

  document.addEventListener("text-focused", ({ detail: { id, page } }) => {
    for (const box of picture.querySelectorAll(".picked")) box.classList.remove("picked");
    picked = id;
    boxOf(id)?.classList.add("picked");
    turnTo(pages.find((one) => one.dataset.page === page));
    centre();
  });
  document.addEventListener("boxes-changed", ({ detail: { rows, removed } }) => {
    for (const id of removed) boxOf(id)?.remove();
    for (const row of rows) show(pages.find((one) => one.dataset.page === `${row.page}`), row);
  });
  document.addEventListener("text-changed", ({ detail: { id, state } }) =>
    boxOf(id)?.setAttribute("class", id === picked ? `${state} picked` : state));
  picture.addEventListener("click", ({ target }) => {
    const id = target.dataset?.box;
    if (id) document.dispatchEvent(new CustomEvent("box-chosen", { detail: { id } }));
  });
  document.querySelector(".picture").addEventListener("click", (event) => {
    const { zoom: by, turn, step } = event.target.closest("button")?.dataset || {};
    if (step) return turnTo(pages[pages.indexOf(shown) + Number(step)]);
    if (by) zoom = Math.min(6, Math.max(0.3, zoom * Number(by)));
    else if (turn !== undefined) turned = (turned + 90) % 360;
    else return;
    lay();
  });

  lay();
  draw(shown);
})();
