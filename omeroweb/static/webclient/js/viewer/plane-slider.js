/** <plane-slider>: one axis of a stack (Z or T) with a slider and a play button. */

import { el, icon, iconButton } from "../shared/dom.js";

const NAMES = { z: "Z", t: "T" };
const LONG_NAMES = { z: "focal plane", t: "time point" };

// The shortest time a plane stays while playing.
const PACE = 200;

class PlaneSlider extends HTMLElement {
  #timer = null;

  /** axis: "z" or "t". */
  connect(axis, settings, view) {
    this.axis = axis;
    this.settings = settings;
    const size = settings.size[axis];
    this.input = el("input", {
      type: "range", min: 1, max: size, value: settings[axis] + 1,
      "aria-label": `${NAMES[axis]}, ${LONG_NAMES[axis]}`,
      oninput: () => settings.setPlane(axis, Number(this.input.value) - 1),
    });
    this.output = el("output", { class: "plane-number" });
    this.button = iconButton("play", "", () => this.#toggle());
    this.replaceChildren(el("span", { class: "plane-axis", "aria-hidden": "true" }, NAMES[axis]), this.button, this.input, this.output);
    settings.addEventListener("change", () => this.#update());
    // The next plane is asked for when this one is on the screen: playing never outruns the server.
    view.addEventListener("draw", () => this.isPlaying && this.#next());
    this.#update();
    return this;
  }

  #update() {
    const place = this.settings[this.axis] + 1;
    const text = `${place} / ${this.settings.size[this.axis]}`;
    this.input.value = place;
    this.input.setAttribute("aria-valuetext", text);
    this.output.textContent = text;
    const label = `${this.isPlaying ? "Stop playing" : "Play"} ${NAMES[this.axis]}`;
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
    this.button.replaceChildren(icon(this.isPlaying ? "pause" : "play"));
  }

  #toggle() {
    this.isPlaying = !this.isPlaying;
    clearTimeout(this.#timer);
    if (this.isPlaying) this.#step();
    this.#update();
  }

  #next() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.isPlaying && this.#step(), PACE);
  }

  #step() {
    this.settings.setPlane(this.axis, (this.settings[this.axis] + 1) % this.settings.size[this.axis]);
  }
}

customElements.define("plane-slider", PlaneSlider);
