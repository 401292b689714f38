/** The ROIs of an image, drawn over the picture: those of the plane that is shown. */

import { svg } from "../shared/dom.js";
import { arrowHead, shapeElement } from "./shapes.js";

/** Returns the drawing; it lies in the picture, so that what is done on a shape moves and zooms it. */
export function roiOverlay(rois, settings, view) {
  const group = svg("g");
  const drawing = svg("svg", { class: "roi-overlay", "aria-hidden": "true" }, arrowHead(), group);
  const shapes = rois.flatMap((roi) => roi.shapes);
  const isShown = ({ theZ, theT }) => (theZ ?? settings.z) === settings.z && (theT ?? settings.t) === settings.t;
  const draw = () => group.replaceChildren(...shapes.filter(isShown).map(shapeElement).filter(Boolean));
  const follow = () => {
    const { x, y } = view.origin;
    group.setAttribute("transform", `translate(${x} ${y}) scale(${view.zoom})`);
    drawing.style.setProperty("--pixel", 1 / view.zoom);
  };
  settings.addEventListener("change", ({ detail }) => detail === "plane" && draw());
  view.addEventListener("move", follow);
  draw();
  follow();
  view.osd.canvas.append(drawing);
  return drawing;
}
