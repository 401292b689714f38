/** <scale-bar>: a bar of a round length; without a pixel size there is none. */

import { el } from "../shared/dom.js";
import { micrometers } from "../shared/format.js";

const LONGEST = 150;

class ScaleBar extends HTMLElement {
  connect(view, pixelSize) {
    if (!pixelSize) {
      this.hidden = true;
      return this;
    }
    this.line = el("span", { class: "scale-line" });
    this.text = el("span", {});
    this.replaceChildren(this.text, this.line);
    view.addEventListener("move", () => this.#update(view.zoom / pixelSize));
    return this;
  }

  /** perMicrometer: screen pixels. */
  #update(perMicrometer) {
    const length = roundLength(LONGEST / perMicrometer);
    this.line.style.width = `${length * perMicrometer}px`;
    this.text.textContent = micrometers(length);
  }
}

/** The largest 1, 2 or 5 times a power of ten that is not above a length. */
function roundLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].find((digit) => digit * power <= most) * power;
}

customElements.define("scale-bar", ScaleBar);
