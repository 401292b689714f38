/**
 * How an image is shown: channels, greyscale, plane.
 *
 * Fires "change" after every change. In greyscale one channel is shown at a time, as the server
 * renders it; going back to colour brings the others back.
 */

import { channelName } from "../shared/format.js";
import { parseChannels, parseMaps } from "./link.js";

export class RenderSettings extends EventTarget {
  #colorActive = null;

  /** data: an answer of imgData. query: of a link. */
  constructor(data, query) {
    super();
    this.data = data;
    this.size = data.size;
    this.isInteger = !/float|double|complex/.test(data.meta.pixelsType);
    this.#setDefaults();
    const linked = parseChannels(query.get("c"), this.channels.length);
    linked?.forEach((said, n) => Object.assign(this.channels[n], said));
    // An entry of `maps` belongs to the entry of `c` at the same place: links list all channels.
    if (linked && query.has("maps")) {
      parseMaps(query.get("maps"))?.slice(0, this.channels.length).forEach((said, n) => Object.assign(this.channels[n], said));
    }
    if (query.has("m")) this.isGrey = query.get("m") === "g";
    if (this.isGrey) this.#keepOneActive();
    this.z = position(query.get("z"), this.z, this.size.z);
    this.t = position(query.get("t"), this.t, this.size.t);
  }

  #setDefaults() {
    const { channels, rdefs } = this.data;
    this.channels = channels.map(({ label, color, lut, active, emissionWave, window, inverted, family, coefficient }, index) => ({
      label: channelName({ label, emissionWave }, index),
      color,
      lut: lut ?? null,
      inverted,
      family,
      coefficient,
      isActive: active,
      emission: emissionWave,
      ...window,
    }));
    this.isGrey = rdefs.model === "greyscale";
    this.z ??= rdefs.defaultZ;
    this.t ??= rdefs.defaultT;
  }

  /** Back to how the image is first shown; the plane stays. */
  reset() {
    this.#colorActive = null;
    this.#setDefaults();
    this.#changed("all");
  }

  /** Windows from the lowest to the highest value of each channel. */
  fullRange() {
    for (const channel of this.channels) Object.assign(channel, { start: channel.min, end: channel.max });
    this.#changed("all");
  }

  setActive(index, isActive) {
    if (this.isGrey && isActive) for (const channel of this.channels) channel.isActive = false;
    this.channels[index].isActive = isActive;
    this.#changed("active");
  }

  /** An empty window would divide by nothing, so the ends stay apart. */
  setWindow(index, start, end) {
    if (!(start < end)) return;
    Object.assign(this.channels[index], { start, end });
    this.#changed("window");
  }

  /** color: six hex digits. */
  setColor(index, color) {
    Object.assign(this.channels[index], { color: color.toUpperCase(), lut: null });
    this.#changed("color");
  }

  /** lut: the name of a lookup table; null for the channel's colour. */
  setLut(index, lut) {
    this.channels[index].lut = lut;
    this.#changed("color");
  }

  setGrey(isGrey) {
    this.isGrey = isGrey;
    if (isGrey) {
      this.#colorActive = this.channels.map((channel) => channel.isActive);
      this.#keepOneActive();
    } else {
      this.#colorActive?.forEach((isActive, n) => (this.channels[n].isActive ||= isActive));
    }
    this.#changed("active");
  }

  #keepOneActive() {
    const first = this.channels.findIndex((channel) => channel.isActive);
    this.channels.forEach((channel, n) => (channel.isActive = n === first));
  }

  /** axis: "z" or "t"; the position counts from 0 and is kept inside the image. */
  setPlane(axis, wanted) {
    const place = Math.min(Math.max(wanted, 0), this.size[axis] - 1);
    if (place === this[axis]) return;
    this[axis] = place;
    this.#changed("plane");
  }

  #changed(what) {
    this.dispatchEvent(new CustomEvent("change", { detail: what }));
  }
}

/** A 1-based number of a link as a 0-based position. */
function position(text, fallback, size) {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= size ? number - 1 : fallback;
}
