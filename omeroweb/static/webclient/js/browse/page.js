/** The start page: one selection that tree, pictures, details and address follow. */

import { el } from "../shared/dom.js";
import { failed, loading, nothing } from "../shared/notices.js";
import { viewerUrl } from "../shared/urls.js";
import "./container-cards.js";
import { closeDrawer } from "./drawer.js";
import "./image-details.js";
import "./image-grid.js";
import { fetchObject } from "./objects.js";
import "./object-tree.js";
import "./plate-grid.js";
import { fromAddress, isSame, toAddress } from "./selection.js";

const PANELS = {
  project: "container-cards",
  screen: "container-cards",
  dataset: "image-grid",
  orphaned: "image-grid",
  plate: "plate-grid",
};

const content = document.getElementById("content");
const tree = document.querySelector("object-tree");
const details = document.querySelector("image-details");
const panels = document.getElementById("panels");

let selection = { container: null, image: null };

/** Show a selection; the address is the caller's matter. */
async function show(next) {
  const isOther = !isSame(next.container, selection.container) || !content.querySelector(":scope > :not(.notice)");
  selection = next;
  details.show(next.image);
  tree.reveal(next.container);
  if (isOther) await showContainer(next.container);
  if (isSame(selection.container, next.container)) content.firstElementChild?.select?.(selection.image);
}

async function showContainer(container) {
  content.replaceChildren(loading("Loading…"));
  let object;
  try {
    object = await fetchObject(container);
  } catch (error) {
    if (isSame(selection.container, container)) content.replaceChildren(failed(error, () => show(selection)));
    return;
  }
  // Someone chose something else meanwhile.
  if (!isSame(selection.container, container)) return;
  document.title = `${object.name} – omeroweb`;
  const panel = el(PANELS[object.type]);
  panel.container = object;
  content.replaceChildren(panel);
}

function choose({ type, id }) {
  closeDrawer();
  const next = { container: { type, id }, image: null };
  toAddress(next, { isNewStep: !isSame(selection.container, next.container) || selection.image !== null });
  show(next);
}

function pick(image) {
  const next = { ...selection, image };
  toAddress(next, { isNewStep: selection.image === null });
  show(next);
}

/** A newcomer finds the first image selected, where its details do not cover the pictures. */
function introduce(image, container) {
  // The visitor was quicker.
  if (!isSame(selection.container, container) || selection.image) return;
  const next = { ...selection, image };
  history.replaceState(next, "");
  show(next);
}

const isWide = () => matchMedia("(width > 1000px)").matches;

async function start() {
  const linked = fromAddress(panels.dataset.container);
  const container = linked.container ?? (await tree.firstChoice());
  if (!container) {
    content.replaceChildren(nothing("There is nothing to show yet.", "project"));
    return;
  }
  const { type, id } = container;
  const first = { container: { type, id }, image: linked.image };
  // The address of a first visit stays clean; Back from the next step must still find it.
  if (linked.container) toAddress(first, { isNewStep: false });
  else history.replaceState(first, "");
  if (!linked.container && isWide()) panels.addEventListener("load", ({ detail }) => introduce(detail, container), { once: true });
  await show(first);
}

panels.addEventListener("choose", (event) => choose(event.detail));
panels.addEventListener("pick", (event) => pick(event.detail));
panels.addEventListener("open", (event) => location.assign(viewerUrl(event.detail)));
addEventListener("popstate", (event) => event.state && show(event.state));

start().catch((error) => content.replaceChildren(failed(error, () => location.reload())));
