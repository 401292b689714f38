/** One image in a grid of thumbnails. */

import { el } from "../shared/dom.js";
import { dimensions } from "../shared/format.js";
import { sizeToAsk, thumbnail } from "../shared/thumbnail.js";

/** Cells grow to fill a row, so ask for more than the slider says. */
export const pictureSize = (size) => sizeToAsk(size * 1.25);

/** An option of a listbox. `resize` exchanges the picture where a larger one is needed. */
export function pictureOption(image, size) {
  const option = el(
    "div",
    { class: "picture", role: "option", tabindex: "-1", "aria-selected": "false", title: image.name },
    thumbnail(image.id, size),
    el("span", { class: "picture-name" }, image.name),
    el("span", { class: "picture-size" }, sizeText(image.size)),
  );
  let asked = size;
  option.object = image;
  option.resize = (wanted) => {
    if (wanted <= asked) return;
    asked = wanted;
    option.querySelector(".thumbnail").replaceWith(thumbnail(image.id, wanted));
  };
  return option;
}

/** "512 × 512 px · 7 Z · 4 T": axes of one plane are left out. */
function sizeText(size) {
  if (!size) return "";
  const parts = [dimensions(size.width, size.height)];
  if (size.z > 1) parts.push(`${size.z} Z`);
  if (size.t > 1) parts.push(`${size.t} T`);
  return parts.join(" · ");
}
