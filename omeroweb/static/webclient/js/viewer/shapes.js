/** Shapes of ROIs as SVG, in pixels of the image; rois.css says how wide lines are on the screen. */

import { svg } from "../shared/dom.js";
import { maskUrl } from "../shared/urls.js";

// For shapes that name no colour.
const COLOR = "#ffff00";

const geometries = {
  Rectangle: ({ x, y, width, height }) => svg("rect", { x, y, width, height }),
  Ellipse: ({ x, y, radiusX: rx, radiusY: ry }) => svg("ellipse", { cx: x, cy: y, rx, ry }),
  Line: ({ x1, y1, x2, y2, ...ends }) => svg("line", { x1, y1, x2, y2, ...markers(ends) }),
  PolyLine: ({ points, ...ends }) => svg("path", { d: points, ...markers(ends) }),
  Polygon: ({ points }) => svg("path", { d: points }),
  Point: ({ x, y }) => svg("circle", { cx: x, cy: y, class: "roi-point" }),
  Label: ({ x, y, textValue }) => svg("text", { x, y }, textValue ?? ""),
  Mask: ({ id, x, y, width, height }) => svg("image", { href: maskUrl(id), x, y, width, height, preserveAspectRatio: "none" }),
};
const OPEN = ["Line", "PolyLine"];

/** shape: as get_rois_json has it. Returns null for a kind that is not known. */
export function shapeElement(shape) {
  const element = geometries[shape.type]?.(shape);
  if (!element) return null;
  const { fillColor, fillAlpha, strokeColor, strokeAlpha, strokeWidth, transform } = shape;
  const isText = shape.type === "Label";
  const isFilled = fillColor && !isText && !OPEN.includes(shape.type);
  const attributes = {
    fill: isText ? (strokeColor ?? COLOR) : isFilled ? fillColor : "none",
    "fill-opacity": isFilled ? fillAlpha : null,
    stroke: isText ? null : (strokeColor ?? COLOR),
    "stroke-opacity": isText ? null : strokeAlpha,
    transform,
  };
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
  if (strokeWidth) element.style.setProperty("--stroke", `${strokeWidth}px`);
  element.append(svg("title", {}, shape.textValue || `${shape.type} ${shape.id}`));
  return element;
}

/** What the ends of lines that point at something refer to. */
export const arrowHead = () =>
  svg(
    "defs",
    {},
    svg(
      "marker",
      { id: "roi-arrow", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 5, markerHeight: 5, orient: "auto-start-reverse" },
      svg("path", { d: "M 0 0 L 10 5 L 0 10 z", fill: "context-stroke" }),
    ),
  );

function markers({ markerStart, markerEnd }) {
  const at = (marker) => (marker === "Arrow" ? "url(#roi-arrow)" : null);
  return { "marker-start": at(markerStart), "marker-end": at(markerEnd) };
}
