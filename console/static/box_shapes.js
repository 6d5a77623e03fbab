// Geometry of boxes: four corners, clockwise from the text's own top left, as {x, y}.
"use strict";

const boxShapes = {
  corners: (polygon) => [...polygon.points].map(({ x, y }) => ({ x, y })),
  text: (quad) => quad.map(({ x, y }) => `${x},${y}`).join(" "),
  numbers: (quad) => quad.map(({ x, y }) => [x, y]),
  moved: (quad, dx, dy) => quad.map(({ x, y }) => ({ x: x + dx, y: y + dy })),

  // The box with corner `n` at `to`, the opposite corner where it is, its sides as tilted as before.
  resized(quad, n, to) {
    const unit = (a, b) => {
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      return { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
    };
    const [along, down] = [unit(quad[0], quad[1]), unit(quad[0], quad[3])];
    const fixed = quad[(n + 2) % 4];
    const part = { x: to.x - fixed.x, y: to.y - fixed.y };
    const cross = along.x * down.y - along.y * down.x || 1;
    let wide = (part.x * down.y - part.y * down.x) / cross;
    let high = (along.x * part.y - along.y * part.x) / cross;
    const [right, below] = [n === 1 || n === 2, n >= 2];
    wide = (right ? 1 : -1) * Math.max(4, right ? wide : -wide); // no box turns over
    high = (below ? 1 : -1) * Math.max(4, below ? high : -high);
    const at = (w, h) => ({ x: fixed.x + along.x * w + down.x * h, y: fixed.y + along.y * w + down.y * h });
    const [left, rightX] = [Math.min(0, wide), Math.max(0, wide)];
    const [top, bottom] = [Math.min(0, high), Math.max(0, high)];
    return [at(left, top), at(rightX, top), at(rightX, bottom), at(left, bottom)];
  },

  // A level box between two points of the page as it is shown, given by the turn in degrees that puts the page upright.
  between(a, b, turn) {
    const [x0, x1] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
    const [y0, y1] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
    const level = [{ x: x0, y: y0 }, { x: x1, y: y0 }, { x: x1, y: y1 }, { x: x0, y: y1 }];
    // Upright by 90 degrees clockwise, the text's top left is the given picture's bottom left.
    const first = { 0: 0, 90: 3, 180: 2, 270: 1 }[turn];
    return [0, 1, 2, 3].map((n) => level[(first + n) % 4]);
  },
};
