/** The lookup tables of the server: a colour for each of 256 levels, in place of one colour. */

import { el } from "../shared/dom.js";
import { fetchJson } from "../shared/fetch.js";
import { lutsUrl } from "../shared/urls.js";

/** Their names, and for each of them its row in the server's picture of all; rows: how many it has. */
export async function lookupTables() {
  const { luts, png_luts_new: pictured } = await fetchJson(lutsUrl());
  return { rowOf: new Map(luts.map(({ name, png_index_new: row }) => [name, row])), rows: pictured.length };
}

/** A choice among tables, or none; onchange gets a name or null. `offer` is called when they are known. */
export function lutChoice(label, onchange) {
  const select = el("select", {
    class: "channel-lut", hidden: true, "aria-label": `Lookup table of ${label}`, title: "Lookup table",
    onchange: () => onchange(select.value || null),
  });
  select.offer = ({ rowOf }) => {
    const names = [...rowOf.keys()].map((name) => el("option", { value: name }, name.replace(/\.lut$/, "").replaceAll("_", " ")));
    select.replaceChildren(el("option", { value: "" }, "No lookup table"), ...names);
    select.hidden = false;
  };
  return select;
}
