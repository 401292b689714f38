/** <image-details>: what is known of the selected image, and what can be done with it. */

import { el, icon, iconButton } from "../shared/dom.js";
import { facts } from "../shared/facts.js";
import { fetchJson, reasonOfFailure } from "../shared/fetch.js";
import { failed, loading, nothing } from "../shared/notices.js";
import { thumbnail } from "../shared/thumbnail.js";
import { apiUrl, downloadUrl, imageDataUrl, thumbnailUrl, viewerUrl } from "../shared/urls.js";

const PREVIEW = 384;

class ImageDetails extends HTMLElement {
  #asked = null;

  connectedCallback() {
    this.show(null);
  }

  /** id: null for no image. */
  async show(id) {
    if (id && id === this.image) return;
    this.image = id;
    this.#asked?.abort();
    if (!id) {
      this.replaceChildren(nothing("Select an image to see its details."));
      return;
    }
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    // What is shown stays until the new details are there: no flicker while moving with the arrows.
    const waiting = setTimeout(() => this.replaceChildren(loading("Loading details…")), 400);
    try {
      const [data, image] = await Promise.all([
        fetchJson(imageDataUrl(id), { signal }),
        fetchJson(apiUrl(`images/${id}/`), { signal }),
      ]);
      this.replaceChildren(this.#details(data, image.data));
      this.scrollTop = 0;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.image = null;
      this.replaceChildren(failed(error, () => this.show(id)));
    } finally {
      clearTimeout(waiting);
    }
  }

  #details(data, image) {
    const { id } = data;
    const name = data.meta.imageName;
    const close = iconButton("close", "Close details", () => this.#close(), { class: "icon-button details-close" });
    return el(
      "article",
      { class: "details", "data-image": id },
      el("header", { class: "details-head" }, el("h2", {}, name), close),
      this.#preview(id, name),
      el(
        "div",
        { class: "details-actions" },
        el("a", { class: "button primary", href: viewerUrl(id) }, icon("open"), "Open viewer"),
        data.perms.canDownload
          ? el("a", { class: "button", href: downloadUrl(id), download: true }, icon("download"), "Download original")
          : null,
      ),
      data.meta.imageDescription ? el("p", { class: "details-text" }, data.meta.imageDescription) : null,
      facts(data, { acquired: image.AcquisitionDate ?? null }),
    );
  }

  #preview(id, name) {
    const frame = thumbnail(id, PREVIEW, { alt: `Preview of ${name}`, isLazy: false });
    frame.querySelector("img").addEventListener("error", async () => {
      const reason = await reasonOfFailure(thumbnailUrl(id, PREVIEW));
      const again = () => this.#again(id);
      frame.replaceWith(failed(reason ?? { message: "The picture could not be loaded." }, again));
    });
    return frame;
  }

  #again(id) {
    this.image = null;
    this.show(id);
  }

  #close() {
    this.show(null);
    this.dispatchEvent(new CustomEvent("pick", { detail: null, bubbles: true }));
  }
}

customElements.define("image-details", ImageDetails);
