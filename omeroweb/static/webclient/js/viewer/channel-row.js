/** One channel of the panel: on or off, colour or lookup table, window. */

import { el } from "../shared/dom.js";
import { lutChoice } from "./lookup-tables.js";
import "./window-slider.js";

/** Returns the row; its `update` shows the settings of now, `offer` the lookup tables there are. */
export function channelRow(settings, index) {
  const channel = () => settings.channels[index];
  const { label, emission } = channel();
  const toggle = el("input", {
    type: "checkbox", role: "switch", class: "switch",
    onchange: () => settings.setActive(index, toggle.checked),
  });
  const color = el("input", {
    type: "color", class: "channel-color", "aria-label": `Colour of ${label}`, title: "Colour",
    oninput: () => settings.setColor(index, color.value.slice(1)),
  });
  const lut = lutChoice(label, (name) => settings.setLut(index, name));
  let tables = null;
  const slider = document.createElement("window-slider").connect(channel(), {
    isInteger: settings.isInteger,
    onchange: (start, end) => settings.setWindow(index, start, end),
  });
  const name = el("span", { class: "channel-name" }, label);
  const note = emission && !label.includes(String(emission)) ? el("span", { class: "channel-note" }, `${emission} nm`) : null;
  const row = el(
    "li",
    { class: "channel" },
    el("div", { class: "channel-head" }, el("label", { class: "channel-toggle" }, toggle, name, note), lut, color),
    slider,
  );
  row.update = () => {
    const { isActive, color: digits, lut: chosen } = channel();
    toggle.checked = isActive;
    color.value = `#${digits.toLowerCase()}`;
    color.disabled = settings.isGrey;
    row.classList.toggle("is-off", !isActive);
    row.style.setProperty("--channel", settings.isGrey ? "#bcbcbc" : `#${digits}`);
    showLut(settings.isGrey ? null : chosen);
    slider.update(channel());
  };
  row.offer = (found) => {
    tables = found;
    lut.offer(found);
    row.style.setProperty("--lut-rows", found.rows);
    row.update();
  };
  const showLut = (chosen) => {
    const place = tables?.rowOf.get(chosen);
    lut.value = place === undefined ? "" : chosen;
    lut.disabled = settings.isGrey;
    row.classList.toggle("has-lut", place !== undefined);
    row.style.setProperty("--lut-row", place ?? 0);
  };
  row.update();
  return row;
}
