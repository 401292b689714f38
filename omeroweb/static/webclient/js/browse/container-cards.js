/**
 * <container-cards>: the datasets of a project or the plates of a screen, each with a picture.
 *
 * Cards are links, so they open in a new tab as well; a plain click fires "choose".
 */

import { el, icon } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { failed, loading, nothing } from "../shared/notices.js";
import { thumbnail } from "../shared/thumbnail.js";
import { plateUrl, showUrl } from "../shared/urls.js";
import { fetchJson } from "../shared/fetch.js";
import { contentHead } from "./content-head.js";
import { childList, imageList } from "./objects.js";
import { keyOf } from "./selection.js";

const COVER = 384;

class ContainerCards extends HTMLElement {
  #cards = el("div", { class: "pictures" });
  #end = el("div");

  /** Set before it is put into the page. */
  container = null;

  connectedCallback() {
    const { head, note } = contentHead(this.container.name);
    this.note = note;
    this.list = childList(this.container);
    this.#cards.style.setProperty("--size", "200px");
    this.replaceChildren(head, el("div", { class: "content-body" }, this.#cards, this.#end));
    this.#more();
  }

  /** Nothing inside can be selected. */
  select() {}

  async #more() {
    this.#end.replaceChildren(loading("Loading…"));
    try {
      const added = await this.list.more();
      this.#cards.append(...added.map((object) => this.#card(object)));
    } catch (error) {
      this.#end.replaceChildren(failed(error, () => this.#more()));
      return;
    }
    const what = this.container.type === "project" ? "dataset" : "plate";
    this.note.textContent = count(this.list.total, what);
    if (!this.list.total) this.#end.replaceChildren(nothing(`This ${this.container.type} has no ${what}s.`));
    else if (this.list.isComplete) this.#end.replaceChildren();
    else this.#end.replaceChildren(el("button", { type: "button", class: "button", onclick: () => this.#more() }, "Show more"));
  }

  #card(object) {
    const frame = el("span", { class: "thumbnail" }, icon(object.type));
    coverOf(object)
      .then((image) => image && frame.replaceWith(thumbnail(image, COVER)))
      .catch(() => {}); // the icon stays; the dataset itself says what is wrong
    return el(
      "a",
      { class: "picture card-link", href: showUrl(keyOf(object)), onclick: (event) => this.#clicked(event, object) },
      frame,
      el("span", { class: "picture-name" }, object.name),
      el("span", { class: "picture-size" }, object.count == null ? "Plate" : count(object.count, "image")),
    );
  }

  #clicked(event, object) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("choose", { detail: object, bubbles: true }));
  }
}

/** The id of the first image. */
async function coverOf(object) {
  if (object.type === "plate") {
    const { grid } = await fetchJson(plateUrl(object.id, 0));
    return grid.flat().find(Boolean)?.id;
  }
  const list = imageList(object);
  list.limit = 1;
  return (await list.more())[0]?.id;
}

customElements.define("container-cards", ContainerCards);
