/** <roi-panel>: how many ROIs there are, and whether they are drawn. Hidden where there are none. */

import { el } from "../shared/dom.js";
import { fetchJson } from "../shared/fetch.js";
import { count } from "../shared/format.js";
import { recall, remember } from "../shared/remembered.js";
import { roisUrl } from "../shared/urls.js";
import { roiOverlay } from "./roi-overlay.js";

const CHOICE = "rois";

class RoiPanel extends HTMLElement {
  /** limit: most ROIs that are drawn; 0 for none. */
  connect(settings, view, limit) {
    this.hidden = true;
    if (limit > 0) this.#load(settings, view, limit);
    return this;
  }

  async #load(settings, view, limit) {
    let rois;
    try {
      // One more tells whether there are more.
      rois = await fetchJson(roisUrl(settings.data.id, limit + 1));
    } catch {
      return; // the picture is shown without them
    }
    if (!rois.length) return;
    const drawing = roiOverlay(rois.slice(0, limit), settings, view);
    const choice = el("input", {
      type: "checkbox", role: "switch", class: "switch", "aria-label": "Draw ROIs",
      onchange: () => {
        remember(CHOICE, choice.checked ? "shown" : "hidden");
        update();
      },
    });
    const update = () => drawing.classList.toggle("is-hidden", !choice.checked);
    const isCut = rois.length > limit;
    choice.checked = recall(CHOICE, "shown") === "shown";
    update();
    this.replaceChildren(
      el("div", { class: "panel-head" }, el("h2", {}, "ROIs"), el("label", { class: "roi-toggle" }, isCut ? `the first ${count(limit, "ROI")}` : count(rois.length, "ROI"), choice)),
    );
    this.hidden = false;
  }
}

customElements.define("roi-panel", RoiPanel);
