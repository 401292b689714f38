/**
 * Arrow keys in a grid of cells of which one is in the order of Tab.
 *
 * The geometry is read from the screen, so it holds for any number of columns.
 */

/** cells: which children take part; onmove gets the new cell, onopen the one Enter is pressed on. */
export function moveWithKeys(grid, { cells = ":scope > :not([hidden])", onmove, onopen }) {
  grid.addEventListener("keydown", (event) => {
    const all = [...grid.querySelectorAll(cells)];
    const current = all.find((cell) => cell.contains(event.target));
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") onopen(current);
    else if (event.key === " ") onmove(current);
    else {
      const next = target(event.key, all, current);
      if (!next) return;
      for (const cell of all) cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
      onmove(next);
    }
    event.preventDefault();
  });
}

function target(key, all, current) {
  const position = all.indexOf(current);
  switch (key) {
    case "ArrowRight":
      return all[position + 1];
    case "ArrowLeft":
      return all[position - 1];
    case "ArrowDown":
      return nearestInRow(all.slice(position + 1), current, (box, from) => box.top >= from.bottom);
    case "ArrowUp":
      return nearestInRow(all.slice(0, position).reverse(), current, (box, from) => box.bottom <= from.top);
    case "Home":
      return all[0];
    case "End":
      return all.at(-1);
    default:
      return undefined;
  }
}

/** The cell right above or below: in the next row, the one whose left edge is nearest. */
function nearestInRow(candidates, current, isBeyond) {
  const from = current.getBoundingClientRect();
  let best;
  let row = null;
  for (const cell of candidates) {
    const box = cell.getBoundingClientRect();
    if (!isBeyond(box, from)) continue;
    row ??= box.top;
    // Cells of one row have one top, give or take the shadow of a rounding.
    if (Math.abs(box.top - row) > 2) break;
    const distance = Math.abs(box.left - from.left);
    if (!best || distance < best.distance) best = { cell, distance };
  }
  return best?.cell;
}
