/**
 * <image-grid>: the images of a dataset as thumbnails.
 *
 * Fires "pick" with an image id when the selection moves, and "open" when the viewer is wanted.
 * Fires "load" with the first image id when there is one. More images are asked for when the end of
 * the list comes into view.
 */

import { el } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { failed, loading, nothing } from "../shared/notices.js";
import { recall, remember } from "../shared/remembered.js";
import { contentHead, sizeSlider } from "./content-head.js";
import { imageList } from "./objects.js";
import { pictureOption, pictureSize } from "./picture.js";
import { moveWithKeys } from "./roving.js";

const DEFAULT_SIZE = 176;

class ImageGrid extends HTMLElement {
  #options = el("div", { class: "pictures", role: "listbox", "aria-label": "Images" });
  #end = el("div");
  #size = Number(recall("thumbnail-size", DEFAULT_SIZE));
  #aborted = new AbortController();
  #wanted = null;

  /** Set before it is put into the page. */
  container = null;

  connectedCallback() {
    this.list = imageList(this.container);
    this.filter = el("input", {
      type: "search", class: "field filter", placeholder: "Filter by name", "aria-label": "Filter by name",
      oninput: () => this.#applyFilter(),
    });
    const slider = sizeSlider({ min: 96, max: 360, value: this.#size, onchange: (size) => this.#resize(size) });
    const { head, note } = contentHead(this.container.name, this.filter, slider);
    this.note = note;
    this.#options.style.setProperty("--size", `${this.#size}px`);
    this.replaceChildren(head, el("div", { class: "content-body" }, this.#options, this.#end));
    moveWithKeys(this.#options, {
      onmove: (option) => this.#pick(option),
      onopen: (option) => this.#open(option),
    });
    this.#options.addEventListener("click", (event) => {
      const option = event.target.closest(".picture");
      if (option) this.#pick(option);
    });
    this.#options.addEventListener("dblclick", (event) => {
      const option = event.target.closest(".picture");
      if (option) this.#open(option);
    });
    this.watcher = new IntersectionObserver(
      ([entry]) => entry.isIntersecting && this.#more(),
      { root: this.querySelector(".content-body"), rootMargin: "600px" },
    );
    this.watcher.observe(this.#end);
  }

  disconnectedCallback() {
    this.watcher.disconnect();
    this.#aborted.abort();
  }

  /** Show an image as selected, as soon as it is loaded; null for none. */
  select(id) {
    this.#wanted = id;
    for (const option of this.#options.children) {
      const isSelected = option.object.id === id;
      option.setAttribute("aria-selected", String(isSelected));
      if (isSelected) this.#reach(option);
    }
  }

  async #more() {
    if (this.isLoading || this.list.isComplete) return;
    this.isLoading = true;
    this.#end.replaceChildren(loading("Loading images…", { isSmall: this.list.items.length > 0 }));
    try {
      const added = await this.list.more({ signal: this.#aborted.signal });
      this.#end.replaceChildren();
      this.#add(added);
    } catch (error) {
      if (error.name !== "AbortError") this.#end.replaceChildren(failed(error, () => this.#more()));
      return;
    } finally {
      this.isLoading = false;
    }
    // The observer speaks only of changes: ask again while the end is still in view.
    this.watcher.unobserve(this.#end);
    this.watcher.observe(this.#end);
  }

  #add(images) {
    const isFirst = !this.#options.children.length;
    this.#options.append(...images.map((image) => pictureOption(image, pictureSize(this.#size))));
    if (isFirst && images.length) this.#options.firstElementChild.tabIndex = 0;
    if (this.#wanted) this.select(this.#wanted);
    this.#applyFilter();
    if (isFirst && images.length) {
      this.dispatchEvent(new CustomEvent("load", { detail: images[0].id, bubbles: true }));
    }
  }

  #applyFilter() {
    const text = this.filter.value.trim().toLowerCase();
    let shown = 0;
    for (const option of this.#options.children) {
      option.hidden = !option.object.name.toLowerCase().includes(text);
      if (!option.hidden) shown += 1;
    }
    this.#tell(text, shown);
  }

  #tell(text, shown) {
    const { total, items, isComplete } = this.list;
    if (isComplete && !total) this.#end.replaceChildren(nothing("This dataset has no images."));
    else if (isComplete && !shown) this.#end.replaceChildren(nothing(`No name contains “${this.filter.value.trim()}”.`, "search"));
    else if (isComplete) this.#end.replaceChildren();
    if (text) this.note.textContent = `${shown} of ${count(items.length, "image")}`;
    else if (isComplete) this.note.textContent = count(total, "image");
    else this.note.textContent = `${items.length} of ${count(total, "image")}`;
  }

  #resize(size) {
    this.#size = size;
    this.#options.style.setProperty("--size", `${size}px`);
    remember("thumbnail-size", size);
    for (const option of this.#options.children) option.resize(pictureSize(size));
  }

  #reach(option) {
    for (const other of this.#options.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    option.tabIndex = 0;
  }

  #pick(option) {
    if (this.#wanted === option.object.id) return;
    this.select(option.object.id);
    this.dispatchEvent(new CustomEvent("pick", { detail: option.object.id, bubbles: true }));
  }

  #open(option) {
    this.dispatchEvent(new CustomEvent("open", { detail: option.object.id, bubbles: true }));
  }
}

customElements.define("image-grid", ImageGrid);
