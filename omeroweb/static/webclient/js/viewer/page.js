/** The viewer page: settings that the picture, the panel and the address follow. */

import { el, icon } from "../shared/dom.js";
import { facts } from "../shared/facts.js";
import { fetchJson } from "../shared/fetch.js";
import { failed, loading } from "../shared/notices.js";
import { imageDataUrl } from "../shared/urls.js";
import "./birds-eye.js";
import "./channel-panel.js";
import { ImageView } from "./image-view.js";
import { linkQuery, parseView } from "./link.js";
import { movePlanes } from "./plane-keys.js";
import "./plane-slider.js";
import "./roi-panel.js";
import "./scale-bar.js";
import { RenderSettings } from "./settings.js";
import { tellFailures } from "./tile-failure.js";
import { zoomTools } from "./zoom-tools.js";

// The address follows when a slider rests: browsers refuse too many changes in a row.
const REST = 250;

const page = document.getElementById("content");

async function start() {
  page.replaceChildren(loading("Loading the image…"));
  try {
    build(await fetchJson(imageDataUrl(page.dataset.image)));
  } catch (error) {
    page.replaceChildren(failed(error, start));
  }
}

function build(data) {
  const query = new URLSearchParams(location.search);
  const settings = new RenderSettings(data, query);
  const stage = el("div", { class: "stage" });
  const rois = document.createElement("roi-panel");
  const panel = sidePanel(data, settings, rois);
  page.replaceChildren(stage, panel);
  const picture = el("div", { class: "picture-area" });
  stage.append(picture);
  const view = new ImageView(picture, settings, parseView(query));
  const notice = el("div", { class: "stage-notice" });
  tellFailures(view, notice);
  stage.append(
    el("div", { class: "progress" }),
    notice,
    zoomTools(view, page),
    document.createElement("scale-bar").connect(view, data.pixel_size.x),
    document.createElement("birds-eye").connect(settings, view),
    planeSliders(settings, view),
  );
  rois.connect(settings, view, Number(page.dataset.roiLimit));
  movePlanes(stage, settings);
  followInAddress(settings, view);
}

function planeSliders(settings, view) {
  const axes = ["z", "t"].filter((axis) => settings.size[axis] > 1);
  const sliders = axes.map((axis) => document.createElement("plane-slider").connect(axis, settings, view));
  return el("div", { class: "plane-sliders", hidden: !sliders.length }, ...sliders);
}

/** Beside the picture; on a phone a sheet that a button lifts. */
function sidePanel(data, settings, rois) {
  const button = el(
    "button",
    {
      type: "button", class: "sheet-button", "aria-expanded": "false",
      onclick: () => button.setAttribute("aria-expanded", String(panel.classList.toggle("is-open"))),
    },
    icon("channels"),
    "Channels and details",
  );
  const panel = el(
    "aside",
    { class: "side-panel", "aria-label": "Channels and details" },
    button,
    el(
      "div",
      { class: "side-panel-body" },
      document.createElement("channel-panel").connect(settings),
      rois,
      el("section", { class: "about" }, el("h2", {}, "Details"), facts(data, { acquired: Date.parse(page.dataset.acquired) || null, hasChannels: false })),
    ),
  );
  return panel;
}

function followInAddress(settings, view) {
  // A plain address stays plain until something is changed.
  let shown = location.search ? "" : linkQuery(settings, null);
  let timer;
  const write = () => {
    const query = linkQuery(settings, view.place);
    if (query !== shown) history.replaceState(null, "", query);
    shown = query;
  };
  const follow = () => {
    clearTimeout(timer);
    timer = setTimeout(write, REST);
  };
  settings.addEventListener("change", follow);
  view.addEventListener("rest", follow);
}

start();
