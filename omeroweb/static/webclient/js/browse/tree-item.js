/** One line of the tree, with room for the lines below it. */

import { el, icon, newId } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { hasChildren } from "./objects.js";

const COUNTED = { project: "dataset", dataset: "image", screen: "plate", orphaned: "image" };

export function treeItem(object, level) {
  const label = el("span", { class: "tree-label", id: newId("tree"), title: object.name }, object.name);
  const number = object.count == null ? null : countOf(object);
  const mayOpen = hasChildren(object.type);
  const twisty = el("span", { class: "tree-twisty" }, mayOpen ? icon("chevron") : "");
  const row = el("div", { class: "tree-row" }, twisty, icon(object.type), label, number);
  const item = el(
    "li",
    {
      role: "treeitem",
      tabindex: "-1",
      "aria-level": level,
      "aria-selected": "false",
      "aria-expanded": mayOpen && "false",
      "aria-labelledby": number ? `${label.id} ${number.id}` : label.id,
    },
    row,
  );
  item.style.setProperty("--level", level);
  item.object = object;
  if (mayOpen) item.append(el("ul", { role: "group", hidden: true }));
  return item;
}

/** The line that loads the next part of a long list. */
export function moreItem(remaining, level, load) {
  const text = `Show ${count(Math.min(remaining, 100), "more", "more")} of ${remaining}`;
  const row = el("div", { class: "tree-row" }, el("span", { class: "tree-label" }, text));
  const item = el("li", { role: "treeitem", tabindex: "-1", class: "tree-more", "aria-level": level }, row);
  item.style.setProperty("--level", level + 1);
  item.load = load;
  return item;
}

function countOf(object) {
  const spoken = count(object.count, COUNTED[object.type]);
  return el("span", { class: "tree-count", id: newId("count"), "aria-label": spoken }, String(object.count));
}
