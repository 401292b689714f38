/**
 * <object-tree>: Projects with their Datasets, Screens with their Plates.
 *
 * Fires "choose" with {type, id} when a line is clicked or Enter is pressed on it.
 */

import { el } from "../shared/dom.js";
import { failed, loading, nothing } from "../shared/notices.js";
import { ORPHANED, childList, fetchParent, orphanedImages, rootLists } from "./objects.js";
import { isSame } from "./selection.js";
import { itemAt } from "./tree-keys.js";
import { moreItem, treeItem } from "./tree-item.js";

class ObjectTree extends HTMLElement {
  #root = el("ul", { role: "tree", "aria-label": "Projects and screens" });

  connectedCallback() {
    this.#root.addEventListener("click", (event) => this.#clicked(event));
    this.#root.addEventListener("keydown", (event) => this.#pressed(event));
    this.load();
  }

  /** Ask for the top of the tree. `ready` is fulfilled when it stands. */
  load() {
    this.replaceChildren(loading("Loading the tree…"));
    this.ready = this.#loadRoots().catch((error) => {
      this.replaceChildren(failed(error, () => this.load()));
    });
    return this.ready;
  }

  async #loadRoots() {
    this.#root.replaceChildren();
    const lists = rootLists();
    const [orphaned] = await Promise.all([orphanedImages(), ...lists.map((list) => list.more())]);
    for (const list of lists) this.#append(this.#root, list.items, list, 1);
    if (orphaned) this.#root.append(treeItem({ ...ORPHANED, count: orphaned }, 1));
    if (!this.#root.children.length) {
      this.replaceChildren(nothing("No images yet. Import some with: omero import FOLDER", "project"));
      return;
    }
    this.#root.firstElementChild.tabIndex = 0;
    this.replaceChildren(this.#root);
  }

  /** The first dataset or plate, for a visitor who has not chosen anything yet; null if none. */
  async firstChoice() {
    await this.ready;
    for (const item of this.#root.children) {
      const type = item.object?.type;
      if (["dataset", "plate", "orphaned"].includes(type)) return item.object;
      if (item.object?.count) {
        await this.#open(item);
        const child = item.querySelector("li")?.object;
        if (child) return child;
      }
    }
    return this.#root.firstElementChild?.object ?? null;
  }

  /** Show a line as selected; open and load what is above it. Does not fire "choose". */
  async reveal(wanted) {
    await this.ready;
    const item = this.#itemOf(wanted) ?? (await this.#find(wanted));
    for (const other of this.#root.querySelectorAll('[aria-selected="true"]')) {
      other.setAttribute("aria-selected", "false");
    }
    if (!item) return;
    item.setAttribute("aria-selected", "true");
    this.#makeReachable(item);
    if (item.hasAttribute("aria-expanded")) this.#open(item);
    for (let above = item.parentElement.closest("li"); above; above = above.parentElement.closest("li")) {
      this.#setOpen(above, true);
    }
    item.querySelector(".tree-row").scrollIntoView({ block: "nearest" });
  }

  #itemOf(wanted) {
    return [...this.#root.querySelectorAll("li")].find((item) => isSame(item.object, wanted));
  }

  /** Lines that are not loaded yet: load the parent's, part by part. */
  async #find(wanted) {
    const parent = await fetchParent(wanted).catch(() => null);
    const above = parent && (this.#itemOf(parent) ?? (await this.#findIn(this.#root, parent)));
    if (above) await this.#open(above);
    return this.#itemOf(wanted) ?? this.#findIn(above ? above.lastElementChild : this.#root, wanted);
  }

  async #findIn(list, wanted) {
    for (let more; (more = list.querySelector(":scope > .tree-more")); ) {
      await more.load();
      const item = this.#itemOf(wanted);
      if (item) return item;
    }
    return undefined;
  }

  #append(list, objects, source, level) {
    list.append(...objects.map((object) => treeItem(object, level)));
    if (source.isComplete) return;
    const more = moreItem(source.remaining, level, async () => {
      const added = await source.more();
      const items = added.map((object) => treeItem(object, level));
      more.before(...items);
      const next = document.createElement("ul");
      this.#append(next, [], source, level);
      more.replaceWith(...next.children);
      return items;
    });
    list.append(more);
  }

  async #open(item) {
    const list = item.querySelector(":scope > ul");
    this.#setOpen(item, true);
    // Two who ask for the same branch wait for the same answer.
    item.loading ??= this.#fill(item, list).catch((error) => {
      item.loading = null;
      list.replaceChildren(el("li", {}, failed(error, () => this.#open(item), { isSmall: true })));
    });
    await item.loading;
  }

  async #fill(item, list) {
    list.replaceChildren(el("li", { role: "none" }, loading("Loading…", { isSmall: true })));
    const source = childList(item.object);
    await source.more();
    list.replaceChildren();
    this.#append(list, source.items, source, Number(item.getAttribute("aria-level")) + 1);
  }

  #setOpen(item, isOpen) {
    item.setAttribute("aria-expanded", String(isOpen));
    item.querySelector(":scope > ul").hidden = !isOpen;
  }

  #toggle(item) {
    if (item.getAttribute("aria-expanded") === "true") this.#setOpen(item, false);
    else this.#open(item);
  }

  #choose(item) {
    if (item.load) {
      item.load().then((items) => items[0] && this.#focus(items[0]));
      return;
    }
    if (item.hasAttribute("aria-expanded")) this.#open(item);
    this.dispatchEvent(new CustomEvent("choose", { detail: item.object, bubbles: true }));
  }

  #clicked(event) {
    const item = event.target.closest(".tree-row")?.parentElement;
    if (!item) return;
    this.#makeReachable(item);
    if (event.target.closest(".tree-twisty") && item.hasAttribute("aria-expanded")) this.#toggle(item);
    else this.#choose(item);
  }

  #pressed(event) {
    const item = event.target.closest('[role="treeitem"]');
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const state = item.getAttribute("aria-expanded");
    if (event.key === "Enter" || event.key === " ") this.#choose(item);
    else if (event.key === "ArrowRight" && state === "false") this.#open(item);
    else if (event.key === "ArrowLeft" && state === "true") this.#setOpen(item, false);
    else {
      const next = itemAt(event.key, this.#root, item);
      if (!next) return;
      this.#focus(next);
    }
    event.preventDefault();
  }

  #focus(item) {
    this.#makeReachable(item);
    item.focus();
  }

  /** One line is in the order of Tab, the one that was used last. */
  #makeReachable(item) {
    for (const other of this.#root.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
  }
}

customElements.define("object-tree", ObjectTree);
