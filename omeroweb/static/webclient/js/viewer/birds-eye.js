/** <birds-eye>: the whole image small, with a frame around the part in view; a click goes there. */

import { el } from "../shared/dom.js";
import { thumbnailUrl } from "../shared/urls.js";
import { renderingQuery } from "./link.js";

const SIZE = 192;

class BirdsEye extends HTMLElement {
  #shown = null;

  connect(settings, view) {
    this.settings = settings;
    this.view = view;
    this.picture = el("img", { alt: "", draggable: "false", onerror: () => (this.isBroken = true) });
    this.frame = el("span", { class: "birds-eye-frame" });
    this.replaceChildren(this.picture, this.frame);
    this.setAttribute("aria-hidden", "true"); // the keyboard moves the view itself
    view.addEventListener("move", () => this.#update());
    view.addEventListener("draw", () => this.#update());
    this.addEventListener("pointerdown", (event) => {
      this.setPointerCapture(event.pointerId);
      this.#go(event);
    });
    this.addEventListener("pointermove", (event) => event.buttons && this.#go(event));
    this.hidden = true;
    return this;
  }

  #update() {
    this.hidden = this.view.isHome || this.isBroken === true;
    if (this.hidden) return;
    const { z, t } = this.settings;
    const url = thumbnailUrl(this.settings.data.id, SIZE, `${renderingQuery(this.settings)}&z=${z}&t=${t}`);
    if (url !== this.#shown) this.picture.src = this.#shown = url;
    const { x, y, width, height } = this.view.bounds;
    const [left, right] = [clamp(x), clamp(x + width)];
    const [top, bottom] = [clamp(y), clamp(y + height)];
    this.frame.style.left = `${100 * left}%`;
    this.frame.style.top = `${100 * top}%`;
    this.frame.style.width = `${100 * (right - left)}%`;
    this.frame.style.height = `${100 * (bottom - top)}%`;
  }

  #go(event) {
    const box = this.picture.getBoundingClientRect();
    this.view.centre(clamp((event.clientX - box.left) / box.width), clamp((event.clientY - box.top) / box.height));
  }
}

const clamp = (fraction) => Math.min(Math.max(fraction, 0), 1);

customElements.define("birds-eye", BirdsEye);
