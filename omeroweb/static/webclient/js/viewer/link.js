/**
 * OMERO's grammar for rendering settings in links: `c=1|100:4095$FF0000,-2|0:255$00FF00&m=c`.
 *
 * A lookup table takes the place of a colour (`$fire.lut`); `maps` has what that grammar cannot say,
 * for each channel: [{"inverted": {"enabled": true}, "quantization": {"family": "linear", ...}}].
 *
 * In links to a viewer page z and t count from 1; x, y and zm are the centre in pixels and the zoom
 * in percent.
 */

const CHANNEL = /^(-?)(\d+)(?:\|(?:([^:$]+):([^:$]+))?)?(?:\$(?:([0-9A-Fa-f]{6})|([\w.+-]+\.lut)))?$/;

/** The value of `c`: all channels, those that are off with a minus. */
export function channelsText(channels) {
  return channels
    .map(({ isActive, start, end, color, lut }, n) => `${isActive ? "" : "-"}${n + 1}|${start}:${end}$${lut ?? color}`)
    .join(",");
}

/** The value of `maps`; empty where every channel has a straight curve and is not inverted. */
export function mapsText(channels) {
  const isPlain = ({ inverted, family }) => !inverted && family === "linear";
  if (channels.every(isPlain)) return "";
  return JSON.stringify(
    channels.map(({ inverted, family, coefficient }) => ({
      inverted: { enabled: inverted },
      quantization: { family, coefficient },
    })),
  );
}

/** Settings by channel index; null for no text and for one that cannot be read. */
export function parseMaps(text) {
  try {
    const listed = JSON.parse(text);
    if (!Array.isArray(listed)) return null;
    return listed.map((entry) => ({
      inverted: [true, "true"].includes(entry?.inverted?.enabled),
      family: entry?.quantization?.family ?? "linear",
      coefficient: entry?.quantization?.coefficient ?? 1,
    }));
  } catch {
    return null;
  }
}

/** Settings by channel index; channels that are not listed are off. Null for no text. */
export function parseChannels(text, number) {
  if (!text) return null;
  const found = Array.from({ length: number }, () => ({ isActive: false }));
  for (const entry of text.split(",")) {
    const match = CHANNEL.exec(entry.trim());
    const channel = match && found[Number(match[2]) - 1];
    if (!channel) continue;
    channel.isActive = !match[1];
    const [start, end] = [Number(match[3]), Number(match[4])];
    if (match[3] && Number.isFinite(start) && Number.isFinite(end)) Object.assign(channel, { start, end });
    if (match[5]) Object.assign(channel, { color: match[5].toUpperCase(), lut: null });
    if (match[6]) channel.lut = match[6];
  }
  return found;
}

/** What pictures are asked for with. */
export function renderingQuery(settings) {
  const maps = mapsText(settings.channels);
  const plain = `c=${channelsText(settings.channels)}&m=${settings.isGrey ? "g" : "c"}`;
  return maps ? `${plain}&maps=${encodeURIComponent(maps)}` : plain;
}

/** The query of a link that shows the same again. view: {x, y, zoom}, or null for all of it. */
export function linkQuery(settings, view) {
  const parts = [renderingQuery(settings), `z=${settings.z + 1}`, `t=${settings.t + 1}`];
  if (view) parts.push(`x=${Math.round(view.x)}`, `y=${Math.round(view.y)}`, `zm=${round(view.zoom * 100)}`);
  return `?${parts.join("&")}`;
}

/** {x, y, zoom} of a link, or null where it says nothing of the kind. */
export function parseView(query) {
  const [x, y, zoom] = ["x", "y", "zm"].map((name) => Number(query.get(name) || NaN));
  return [x, y].every(Number.isFinite) && zoom > 0 ? { x, y, zoom: zoom / 100 } : null;
}

const round = (number) => Number(number.toPrecision(4));
