/** <channel-panel>: how the channels are blended. */

import { el, icon } from "../shared/dom.js";
import { lutsPictureUrl } from "../shared/urls.js";
import { channelRow } from "./channel-row.js";
import { lookupTables } from "./lookup-tables.js";

class ChannelPanel extends HTMLElement {
  connect(settings) {
    const rows = settings.channels.map((_, index) => channelRow(settings, index));
    const grey = el("input", {
      type: "checkbox", role: "switch", class: "switch",
      onchange: () => settings.setGrey(grey.checked),
    });
    this.replaceChildren(
      el(
        "div",
        { class: "panel-head" },
        el("h2", {}, "Channels"),
        el("label", { class: "grey-toggle" }, "Greyscale", grey),
      ),
      el("ul", { class: "channels" }, ...rows),
      el(
        "div",
        { class: "panel-actions" },
        this.#action("Full range", "Windows from the lowest to the highest value", () => settings.fullRange()),
        this.#action("Reset", "Back to how the image was first shown", () => settings.reset(), "retry"),
      ),
    );
    const update = () => {
      grey.checked = settings.isGrey;
      for (const row of rows) row.update();
    };
    settings.addEventListener("change", ({ detail }) => detail !== "plane" && update());
    update();
    this.style.setProperty("--luts", `url("${lutsPictureUrl()}")`);
    // Without them everything else works.
    lookupTables().then((tables) => rows.forEach((row) => row.offer(tables)), () => {});
    return this;
  }

  #action(text, title, onclick, iconName = null) {
    return el("button", { type: "button", class: "button small", title, onclick }, iconName && icon(iconName), text);
  }
}

customElements.define("channel-panel", ChannelPanel);
