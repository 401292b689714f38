/** Moving through the tree with the keyboard, as the ARIA pattern for trees has it. */

const ITEM = '[role="treeitem"]';

/** Lines that can be seen: not inside a closed branch. */
export function visibleItems(tree) {
  return [...tree.querySelectorAll(ITEM)].filter((item) => !item.parentElement.closest("[hidden]"));
}

/** The line to go to from `item` with a key, or undefined. */
export function itemAt(key, tree, item) {
  const items = visibleItems(tree);
  const position = items.indexOf(item);
  switch (key) {
    case "ArrowDown":
      return items[position + 1];
    case "ArrowUp":
      return items[position - 1];
    case "Home":
      return items[0];
    case "End":
      return items.at(-1);
    case "ArrowRight":
      return item.querySelector(`:scope > ul > ${ITEM}`) ?? undefined;
    case "ArrowLeft":
      return item.parentElement.closest(ITEM) ?? undefined;
    default:
      return key.length === 1 && key !== " " ? startingWith(key, items, position) : undefined;
  }
}

/** The next line whose name begins with a letter. */
function startingWith(letter, items, position) {
  const order = [...items.slice(position + 1), ...items.slice(0, position + 1)];
  return order.find((item) => item.object?.name.toLowerCase().startsWith(letter.toLowerCase()));
}
