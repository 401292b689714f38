/**
 * <plate-grid>: the wells of a plate, one field at a time.
 *
 * Fires "pick" with an image id when the selection moves, and "open" when the viewer is wanted.
 */

import { el } from "../shared/dom.js";
import { fetchJson } from "../shared/fetch.js";
import { count } from "../shared/format.js";
import { failed, loading, nothing } from "../shared/notices.js";
import { sizeToAsk, thumbnail } from "../shared/thumbnail.js";
import { plateUrl } from "../shared/urls.js";
import { contentHead, sizeSlider } from "./content-head.js";
import { moveWithKeys } from "./roving.js";

// Room for the row labels, the gaps and the padding around the grid.
const MARGIN = 72;
const GAP = 4;

const SMALLEST = 20;
const LARGEST = 200;

// Wells larger than this at first sight would hide that there are many.
const LARGEST_FITTED = 112;

class PlateGrid extends HTMLElement {
  #body = el("div", { class: "content-body" });
  #wanted = null;
  #size = null;

  /** Set before it is put into the page. */
  container = null;

  connectedCallback() {
    this.fields = el("select", { class: "field", "aria-label": "Field", onchange: () => this.#load(Number(this.fields.value)) });
    this.fields.hidden = true;
    const slider = sizeSlider({ min: SMALLEST, max: LARGEST, value: 64, onchange: (size) => this.#resize(size) });
    this.slider = slider.querySelector("input");
    const { head, note } = contentHead(this.container.name, this.fields, slider);
    this.note = note;
    this.replaceChildren(head, this.#body);
    this.#load(0);
  }

  select(id) {
    this.#wanted = id;
    for (const cell of this.querySelectorAll(".well")) {
      const isSelected = cell.image.id === id;
      cell.setAttribute("aria-selected", String(isSelected));
      if (isSelected) this.#reach(cell);
    }
  }

  async #load(field) {
    // The wells stay while another field is on its way.
    if (!this.querySelector(".wells")) this.#body.replaceChildren(loading("Loading the plate…"));
    this.#body.setAttribute("aria-busy", "true");
    try {
      const plate = await fetchJson(plateUrl(this.container.id, field));
      if (this.#isElsewhere(plate, field)) return await this.#load(field + 1);
      this.#show(plate, field);
    } catch (error) {
      this.#body.replaceChildren(failed(error, () => this.#load(field)));
    } finally {
      this.#body.removeAttribute("aria-busy");
    }
  }

  /** A link may name an image of a later field: then that field is shown first. */
  #isElsewhere(plate, field) {
    if (!this.#wanted || this.plate || field + 1 >= plate.fields) return false;
    return !plate.grid.flat().some((well) => well?.id === this.#wanted);
  }

  #show(plate, field) {
    this.plate = plate;
    const wells = plate.grid.flat().filter(Boolean).length;
    this.note.textContent = `${count(wells, "well")}, ${count(plate.fields, "field")} each`;
    this.#offerFields(plate.fields, field);
    if (!wells) {
      this.#body.replaceChildren(nothing("This plate has no images.", "plate"));
      return;
    }
    this.#size ??= this.#fitting(plate);
    this.slider.value = this.#size;
    const table = el("table", { class: "wells", role: "grid", "aria-label": "Wells" }, this.#columns(plate), this.#rows(plate));
    table.style.setProperty("--size", `${this.#size}px`);
    moveWithKeys(table, { cells: ".well", onmove: (cell) => this.#pick(cell), onopen: (cell) => this.#open(cell) });
    this.#body.replaceChildren(table);
    table.querySelector(".well").tabIndex = 0;
    if (this.#wanted) this.select(this.#wanted);
  }

  #offerFields(fields, field) {
    const options = Array.from({ length: fields }, (_, n) => el("option", { value: n }, `Field ${n + 1}`));
    this.fields.replaceChildren(...options);
    this.fields.value = String(field);
    this.fields.hidden = fields < 2;
  }

  #columns(plate) {
    const labels = plate.collabels.map((label) => el("th", { scope: "col" }, String(label)));
    return el("thead", {}, el("tr", {}, el("td", { "aria-hidden": "true" }), ...labels));
  }

  #rows(plate) {
    return el("tbody", {}, ...plate.grid.map((row, index) => {
      const label = plate.rowlabels[index];
      const cells = row.map((image, column) => this.#cell(image, `${label}${plate.collabels[column]}`));
      return el("tr", {}, el("th", { scope: "row" }, String(label)), ...cells);
    }));
  }

  #cell(image, position) {
    if (!image) return el("td", {}, el("span", { class: "no-well" }));
    const cell = el(
      "td",
      {
        class: "well", role: "gridcell", tabindex: "-1", "aria-selected": "false", title: position,
        onclick: () => this.#pick(cell),
        ondblclick: () => this.#open(cell),
      },
      thumbnail(image.id, sizeToAsk(this.#size), { alt: position }),
    );
    cell.image = image;
    return cell;
  }

  /** The largest size at which all columns fit without scrolling, within reason. */
  #fitting(plate) {
    const room = (this.#body.clientWidth - MARGIN) / plate.collabels.length - GAP;
    return Math.round(Math.min(Math.max(room, SMALLEST), LARGEST_FITTED));
  }

  #resize(size) {
    const asked = sizeToAsk(this.#size);
    this.#size = size;
    this.querySelector(".wells")?.style.setProperty("--size", `${size}px`);
    if (sizeToAsk(size) <= asked) return;
    for (const cell of this.querySelectorAll(".well")) {
      cell.replaceChildren(thumbnail(cell.image.id, sizeToAsk(size), { alt: cell.title }));
    }
  }

  #reach(cell) {
    for (const other of this.querySelectorAll('.well[tabindex="0"]')) other.tabIndex = -1;
    cell.tabIndex = 0;
  }

  #pick(cell) {
    if (this.#wanted === cell.image.id) return;
    this.select(cell.image.id);
    this.dispatchEvent(new CustomEvent("pick", { detail: cell.image.id, bubbles: true }));
  }

  #open(cell) {
    this.dispatchEvent(new CustomEvent("open", { detail: cell.image.id, bubbles: true }));
  }
}

customElements.define("plate-grid", PlateGrid);
