// The projective map between the unit square and the corners of a table, as records/ocr/projection.py has it.
"use strict";

const tableShapes = {
  projection(quad) {
    const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad;
    const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
    const [ax, ay, bx, by] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
    const area = ax * by - bx * ay || 1;
    const [g, h] = [(sx * by - bx * sy) / area, (ax * sy - sx * ay) / area];
    const [a, b, c, d, e, f] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
    return {
      toPage(u, v) {
        const depth = g * u + h * v + 1;
        return { x: (a * u + b * v + c) / depth, y: (d * u + e * v + f) / depth };
      },
      toUnit(x, y) {
        const depth = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d) || 1;
        return [((e - f * h) * x + (c * h - b) * y + (b * f - c * e)) / depth, ((f * g - d) * x + (a - c * g) * y + (c * d - a * f)) / depth];
      },
    };
  },

  // A line over the table as stretches [from, to] between its crossings: those at which a cell ends, or the whole where none does.
  stretches(across, isEdge) {
    const seen = [];
    for (let n = 0; n + 1 < across.length; n += 1) {
      if (!isEdge(n)) continue;
      if (seen.length && seen.at(-1)[1] === across[n]) seen.at(-1)[1] = across[n + 1];
      else seen.push([across[n], across[n + 1]]);
    }
    return seen.length ? { seen, isHidden: false } : { seen: [[0, 1]], isHidden: true };
  },
};
