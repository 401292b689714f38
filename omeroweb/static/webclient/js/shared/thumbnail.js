/** A small picture of an image that says so when it cannot be had. */

import { el } from "./dom.js";
import { thumbnailUrl } from "./urls.js";

/** size: longest side in pixels, before the screen's own density. */
export function thumbnail(image, size, { alt = "", isLazy = true } = {}) {
  const frame = el("span", { class: "thumbnail" });
  const picture = el("img", {
    src: thumbnailUrl(image, size),
    alt,
    loading: isLazy && "lazy",
    decoding: "async",
    draggable: "false",
    onload: () => frame.classList.add("is-loaded"),
    onerror: () => frame.classList.add("is-broken"),
  });
  frame.append(picture);
  return frame;
}

// Few distinct sizes, so that caches on the way are of use.
const SIZES = [96, 192, 384, 768];

/** The size to ask for where a picture is shown this large. */
export function sizeToAsk(shown) {
  const wanted = shown * Math.min(window.devicePixelRatio || 1, 2);
  return SIZES.find((size) => size >= wanted) ?? SIZES.at(-1);
}
