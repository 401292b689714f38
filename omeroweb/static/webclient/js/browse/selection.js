/**
 * What is selected, kept in the address: `?show=dataset-3`, `?show=image-7`.
 *
 * A selection is {container: {type, id} | null, image: id | null}. The address of an image does not
 * say in which dataset it was looked at; the history entry does.
 */

import { showUrl } from "../shared/urls.js";

const LINK = /^(project|dataset|screen|plate|image|orphaned)-(\d+)$/;

export const keyOf = ({ type, id }) => `${type}-${id}`;

export const isSame = (one, other) => one?.type === other?.type && one?.id === other?.id;

/** "dataset-3" -> {type: "dataset", id: 3}; null for anything else. */
export function parseKey(text) {
  const match = LINK.exec(text ?? "");
  return match && { type: match[1], id: Number(match[2]) };
}

/** container: where the server says that a linked image lies, e.g. "dataset-3". */
export function fromAddress(container) {
  if (history.state?.container) return history.state;
  const show = new URLSearchParams(location.search).get("show");
  const linked = parseKey(show?.split("|")[0]);
  if (linked?.type !== "image") return { container: linked, image: null };
  return { container: parseKey(container), image: linked.id };
}

/** A new container, or the first image picked in one, is a step that Back undoes. */
export function toAddress(selection, { isNewStep }) {
  const { container, image } = selection;
  const url = showUrl(image ? `image-${image}` : keyOf(container));
  if (isNewStep) history.pushState(selection, "", url);
  else history.replaceState(selection, "", url);
}
