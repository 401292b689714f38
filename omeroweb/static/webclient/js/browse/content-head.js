/** The head of the middle panel: what is shown, how much of it, and the tools for it. */

import { el } from "../shared/dom.js";

export function contentHead(name, ...tools) {
  const title = el("h1", { title: name }, name);
  const note = el("p", { "aria-live": "polite" });
  const head = el(
    "header",
    { class: "content-head" },
    el("div", { class: "content-title" }, title, note),
    tools.length ? el("div", { class: "content-tools" }, ...tools) : null,
  );
  return { head, note };
}

/** A slider for the size of pictures. */
export function sizeSlider({ min, max, value, onchange }) {
  const input = el("input", {
    type: "range", min, max, step: 4, value,
    oninput: () => onchange(Number(input.value)),
  });
  return el("label", { class: "size-slider" }, el("span", {}, "Size"), input);
}
