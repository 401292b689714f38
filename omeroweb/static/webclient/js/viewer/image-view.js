/**
 * The zoomable picture.
 *
 * When settings change, the new picture is loaded behind the shown one and takes its place when it
 * is complete, so nothing flashes. One exchange runs at a time; of the settings asked for meanwhile
 * the latest wins, so a slider that is dragged shows as many steps as the server can make.
 *
 * Fires "draw" when a picture is complete, "move" when the view has moved, "fail" with the URL of a
 * tile that did not come.
 */

import { renderingQuery } from "./link.js";
import { firstZoom, pyramid, tileSource } from "./pyramid.js";

// A picture that takes longer shows what it has.
const PATIENCE = 1500;

// From this zoom on a pixel is shown as the square that it is, also where the site smoothes pixels.
const CRISP_ZOOM = 3;

export class ImageView extends EventTarget {
  #items = [];
  #wanted = null;
  #isBusy = false;

  // A pixel that is not smoothed is a square as soon as it is larger than one of the screen.
  get #crispZoom() {
    return this.settings.data.interpolate ? CRISP_ZOOM : 1.001;
  }

  /** start: {x, y, zoom} of a link, or null. */
  constructor(element, settings, start) {
    super();
    this.settings = settings;
    this.image = settings.data.id;
    this.pyramid = pyramid(settings.data);
    this.osd = window.OpenSeadragon(options(element));
    this.osd.canvas.setAttribute("role", "application");
    this.osd.canvas.setAttribute("aria-label", "Image: arrow keys move it, plus and minus zoom");
    this.osd.addHandler("open", () => this.#opened(start));
    this.osd.addHandler("animation", () => this.#moved());
    this.osd.addHandler("resize", () => this.#moved());
    this.osd.addHandler("animation-finish", () => this.dispatchEvent(new Event("rest")));
    this.osd.addHandler("tile-load-failed", ({ tile }) => {
      this.dispatchEvent(new CustomEvent("fail", { detail: tile.getUrl() }));
    });
    this.osd.addHandler("canvas-key", keepToMovingKeys);
    this.#isBusy = true;
    element.setAttribute("aria-busy", "true");
    this.osd.open(this.#source());
    settings.addEventListener("change", () => this.refresh());
  }

  /** Ask for the picture with the settings of now. */
  refresh() {
    this.#wanted = true;
    this.osd.element.setAttribute("aria-busy", "true");
    if (!this.#isBusy) this.#exchange();
  }

  #source() {
    const { z, t } = this.settings;
    return tileSource(this.image, this.pyramid, { z, t, query: renderingQuery(this.settings) });
  }

  #opened(start) {
    const { viewport } = this.osd;
    const { width } = this.pyramid;
    if (start) {
      viewport.zoomTo(start.zoom / this.#screenWidth, null, true);
      viewport.panTo(new window.OpenSeadragon.Point(start.x / width, start.y / width), true);
    } else {
      const zoom = firstZoom(this.settings.data, this.pyramid);
      if (zoom > this.zoom) viewport.zoomTo(zoom / this.#screenWidth, null, true);
    }
    this.#await(this.osd.world.getItemAt(0));
    this.#moved();
  }

  #exchange() {
    this.#wanted = null;
    this.#isBusy = true;
    this.osd.addTiledImage({
      tileSource: this.#source(),
      opacity: 0,
      preload: true,
      success: ({ item }) => this.#await(item),
    });
  }

  #await(item) {
    this.#items.push(item);
    const timer = setTimeout(() => this.#reveal(item), PATIENCE);
    const complete = () => {
      if (!item.getFullyLoaded() || !this.#items.includes(item)) return;
      clearTimeout(timer);
      item.removeHandler("fully-loaded-change", complete);
      this.#reveal(item);
      this.#removeBelow(item);
      this.dispatchEvent(new Event("draw"));
      if (!this.#wanted) this.osd.element.setAttribute("aria-busy", "false");
    };
    item.addHandler("fully-loaded-change", complete);
    complete();
  }

  #reveal(item) {
    if (!this.#items.includes(item)) return;
    item.setOpacity(1);
    if (item !== this.#items.at(-1)) return;
    this.#isBusy = false;
    if (this.#wanted) this.#exchange();
  }

  #removeBelow(item) {
    const older = this.#items.splice(0, this.#items.indexOf(item));
    // Removed after the next frame is painted: the new picture is on the screen by then.
    requestAnimationFrame(() => {
      for (const old of older) this.osd.world.removeItem(old);
    });
  }

  #moved() {
    this.osd.drawer.setImageSmoothingEnabled(this.zoom < this.#crispZoom);
    this.dispatchEvent(new Event("move"));
  }

  // --- where the view is ----------------------------------------------------

  // OpenSeadragon measures in widths of the picture: at zoom 1 the image is as wide as the screen
  // area. Its own conversions do not count on two pictures of the same place.

  /** Screen pixels for each pixel of the image at zoom 1. */
  get #screenWidth() {
    return this.osd.viewport.getContainerSize().x / this.pyramid.width;
  }

  /** Screen pixels for each pixel of the image. */
  get zoom() {
    return this.osd.viewport.getZoom(true) * this.#screenWidth;
  }

  /** Where the upper left corner of the image is, in screen pixels of the picture area: {x, y}. */
  get origin() {
    return this.osd.viewport.pixelFromPoint(new window.OpenSeadragon.Point(0, 0), true);
  }

  /** Whether the whole image is in view, as it first was. */
  get isHome() {
    const { viewport } = this.osd;
    return viewport.getZoom() <= viewport.getHomeZoom() * 1.001;
  }

  /** {x, y, zoom} for a link; null where the whole image is in view. */
  get place() {
    if (this.isHome) return null;
    const { viewport } = this.osd;
    const { width } = this.pyramid;
    const { x, y } = viewport.getCenter();
    return { x: x * width, y: y * width, zoom: viewport.getZoom() * this.#screenWidth };
  }

  /** The part in view in fractions of the image: {x, y, width, height}. */
  get bounds() {
    const { x, y, width, height } = this.osd.viewport.getBounds(true);
    const aspect = this.pyramid.height / this.pyramid.width;
    return { x, y: y / aspect, width, height: height / aspect };
  }

  /** Centre on a point given in fractions of the image. */
  centre(x, y) {
    const aspect = this.pyramid.height / this.pyramid.width;
    this.osd.viewport.panTo(new window.OpenSeadragon.Point(x, y * aspect));
    this.osd.viewport.applyConstraints();
  }

  zoomBy(factor) {
    this.osd.viewport.zoomBy(factor);
    this.osd.viewport.applyConstraints();
  }

  home() {
    this.osd.viewport.goHome();
  }
}

function options(element) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    element,
    drawer: "canvas",
    showNavigationControl: false,
    animationTime: isCalm ? 0 : 0.6,
    springStiffness: 8,
    minZoomImageRatio: 0.7,
    maxZoomPixelRatio: 24,
    visibilityRatio: 0.3,
    zoomPerScroll: 1.3,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsPen: { clickToZoom: false, dblClickToZoom: true },
    imageLoaderLimit: 6,
  };
}

/** OpenSeadragon also turns and mirrors the picture with letters; a slip there confuses. */
function keepToMovingKeys(event) {
  const { code } = event.originalEvent;
  if (!/^(Arrow|Equal|Minus|Digit0)/.test(code)) event.preventDefaultAction = true;
}
