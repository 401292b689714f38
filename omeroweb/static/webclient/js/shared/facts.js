/** What is known of an image, as a list of terms and descriptions. */

import { el } from "./dom.js";
import { channelName, date, dimensions, micrometers } from "./format.js";

/** data: an answer of imgData. acquired: milliseconds, or null where the file does not say. */
export function facts(data, { acquired, hasChannels = true }) {
  const { size, pixel_size: pixel, meta } = data;
  return el(
    "dl",
    { class: "facts" },
    ...fact("Size", dimensions(size.width, size.height)),
    ...fact("Planes", `${size.z} Z · ${size.c} C · ${size.t} T`),
    ...fact("Pixel type", meta.pixelsType),
    ...fact("Pixel size", pixelSize(pixel)),
    ...fact("Extent", extent(size, pixel)),
    ...fact("Magnification", data.nominalMagnification && `${data.nominalMagnification}×`),
    ...(hasChannels ? fact("Channels", channelNames(data.channels)) : []),
    ...fact(acquired ? "Acquired" : "Imported", date(acquired || meta.imageTimestamp * 1000)),
    ...fact("Owner", meta.imageAuthor),
    ...fact("Image ID", String(data.id)),
  );
}

function fact(term, description) {
  return description ? [el("dt", {}, term), el("dd", {}, description)] : [];
}

function pixelSize({ x, y, z }) {
  if (!x) return null;
  const plane = y && y !== x ? `${pitch(x)} × ${pitch(y)}` : pitch(x);
  return z ? `${plane}, Z step ${pitch(z)}` : plane;
}

/** Pixel sizes are told in micrometres down to 10 nm: 0.325 µm, not 325 nm. */
function pitch(length) {
  return length >= 0.01 && length < 1000 ? `${Number(length.toPrecision(4))} µm` : micrometers(length);
}

function extent(size, { x, y }) {
  return x && y ? `${micrometers(size.width * x)} × ${micrometers(size.height * y)}` : null;
}

function channelNames(channels) {
  return el("ul", { class: "channel-names" }, ...channels.map((channel, index) => {
    const dot = el("span", { class: "color-dot" });
    dot.style.setProperty("--channel", `#${channel.color}`);
    const name = channelName(channel, index);
    const isTold = !channel.emissionWave || name.includes(channel.emissionWave);
    return el("li", {}, dot, isTold ? name : `${name} (${channel.emissionWave} nm)`);
  }));
}
