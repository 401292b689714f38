/** <window-slider>: which values of a channel are shown from black to full colour. */

import { el } from "../shared/dom.js";
import { value } from "../shared/format.js";

// Steps of a slider over values that are no integers.
const STEPS = 1000;

class WindowSlider extends HTMLElement {
  /** onchange gets the new start and end. */
  connect(channel, { isInteger, onchange }) {
    this.channel = channel;
    this.isInteger = isInteger;
    this.onchange = onchange;
    this.low = this.#thumb("start");
    this.high = this.#thumb("end");
    this.lowField = this.#field("start");
    this.highField = this.#field("end");
    this.replaceChildren(
      el("div", { class: "window-track" }, this.low, this.high),
      el("div", { class: "window-fields" }, this.lowField, el("span", { class: "window-range" }), this.highField),
    );
    this.update(channel);
    return this;
  }

  /** Show a channel's window; the range grows where the window reaches beyond it. */
  update(channel) {
    this.channel = channel;
    const { start, end, label } = channel;
    const min = Math.min(channel.min, start);
    const max = Math.max(channel.max, end);
    for (const thumb of [this.low, this.high]) {
      Object.assign(thumb, { min, max, step: this.isInteger ? 1 : (max - min) / STEPS || "any" });
    }
    this.low.value = start;
    this.high.value = end;
    this.lowField.value = value(start);
    this.highField.value = value(end);
    for (const input of [this.low, this.lowField]) input.setAttribute("aria-label", `${label}: start of the window`);
    for (const input of [this.high, this.highField]) input.setAttribute("aria-label", `${label}: end of the window`);
    this.querySelector(".window-range").textContent = `${value(channel.min)} – ${value(channel.max)}`;
    this.style.setProperty("--from", `${(100 * (start - min)) / (max - min || 1)}%`);
    this.style.setProperty("--to", `${(100 * (end - min)) / (max - min || 1)}%`);
  }

  #thumb(which) {
    const input = el("input", { type: "range", step: "any", oninput: () => this.#set(which, Number(input.value)) });
    return input;
  }

  #field(which) {
    const input = el("input", {
      type: "number", class: "field", step: "any",
      onchange: () => (input.value === "" ? this.update(this.channel) : this.#set(which, Number(input.value))),
    });
    return input;
  }

  /** The ends never meet: the one that is moved stops before the other. */
  #set(which, wanted) {
    const gap = this.isInteger ? 1 : (this.channel.max - this.channel.min) / STEPS || Number.EPSILON;
    let { start, end } = this.channel;
    if (which === "start") start = Math.min(wanted, end - gap);
    else end = Math.max(wanted, start + gap);
    this.onchange(start, end);
    this.update(this.channel);
  }
}

customElements.define("window-slider", WindowSlider);
