/** Buttons over the picture: zoom, the whole image, full screen. */

import { el, iconButton } from "../shared/dom.js";

/** page: what goes full screen. */
export function zoomTools(view, page) {
  const percent = el("button", {
    type: "button", class: "zoom-percent", title: "One pixel of the image for each of the screen",
    onclick: () => view.zoomBy(1 / view.zoom),
  });
  view.addEventListener("move", () => {
    const shown = view.zoom * 100;
    if (shown >= 1000) percent.textContent = `${Math.round(view.zoom)} ×`;
    else percent.textContent = `${shown < 10 ? shown.toPrecision(2) : Math.round(shown)} %`;
    percent.setAttribute("aria-label", `Zoom ${percent.textContent}; go to 100 %`);
  });
  return el(
    "div",
    { class: "zoom-tools", role: "group", "aria-label": "Zoom" },
    iconButton("plus", "Zoom in", () => view.zoomBy(1.5)),
    iconButton("minus", "Zoom out", () => view.zoomBy(1 / 1.5)),
    iconButton("fit", "Whole image", () => view.home()),
    document.fullscreenEnabled ? iconButton("fullscreen", "Full screen", () => toggleFullScreen(page)) : null,
    percent,
  );
}

function toggleFullScreen(page) {
  if (document.fullscreenElement) document.exitFullscreen();
  else page.requestFullscreen();
}
