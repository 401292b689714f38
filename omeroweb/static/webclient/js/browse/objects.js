/** Objects of the JSON API as the page needs them: {type, id, name, count}. */

import { apiUrl } from "../shared/urls.js";
import { fetchJson } from "../shared/fetch.js";

/** What stands at the top of the tree, in this order. */
const ROOTS = [
  { path: "projects/", query: { childCount: true } },
  { path: "datasets/", query: { childCount: true, orphaned: true } },
  { path: "screens/", query: { childCount: true } },
  { path: "plates/", query: { orphaned: true } },
];

const CHILDREN = { project: "datasets", screen: "plates" };
const PARENTS = { dataset: "projects", plate: "screens" };

export const hasChildren = (type) => type in CHILDREN;

// How many images the site wants to be asked for at a time.
const IMAGES = Number(document.documentElement.dataset.pageSize);

/** Images that lie in no dataset and no plate, as one folder. */
export const ORPHANED = { type: "orphaned", id: 0, name: "Images in no dataset" };

/** A list that comes in parts. */
export class PagedList {
  constructor(path, query = {}, limit = 100) {
    this.path = path;
    this.query = query;
    this.limit = limit;
    this.items = [];
    this.total = null;
  }

  get isComplete() {
    return this.total !== null && this.items.length >= this.total;
  }

  get remaining() {
    return this.total === null ? null : this.total - this.items.length;
  }

  /** Ask for the next part. Returns the new items. */
  async more({ signal } = {}) {
    const offset = this.items.length;
    const url = apiUrl(this.path, { ...this.query, normalize: true, limit: this.limit, offset });
    const { data, meta } = await fetchJson(url, { signal });
    const added = data.map(described);
    this.items.push(...added);
    // A list that shrinks meanwhile must not make us ask for ever.
    this.total = added.length ? meta.totalCount : this.items.length;
    return added;
  }
}

export const rootLists = () => ROOTS.map(({ path, query }) => new PagedList(path, query));

export function childList({ type, id }) {
  return new PagedList(`${type}s/${id}/${CHILDREN[type]}/`, { childCount: true });
}

export function imageList({ type, id }) {
  return type === "orphaned"
    ? new PagedList("images/", { orphaned: true }, IMAGES)
    : new PagedList(`datasets/${id}/images/`, {}, IMAGES);
}

/** One project, dataset, screen or plate. */
export async function fetchObject({ type, id }) {
  if (type === "orphaned") return ORPHANED;
  const { data } = await fetchJson(apiUrl(`${type}s/${id}/`, { childCount: true }));
  return described(data);
}

/** The first parent of a dataset or plate, or null. */
export async function fetchParent({ type, id }) {
  if (!(type in PARENTS)) return null;
  const { data } = await fetchJson(apiUrl(`${type}s/${id}/${PARENTS[type]}/`, { limit: 1 }));
  return data.length ? described(data[0]) : null;
}

export async function orphanedImages() {
  const list = new PagedList("images/", { orphaned: true }, 1);
  await list.more();
  return list.total;
}

function described(data) {
  const { SizeX: width, SizeY: height, SizeZ: z, SizeC: c, SizeT: t } = data.Pixels ?? {};
  return {
    type: data["@type"].split("#").pop().toLowerCase(),
    id: data["@id"],
    name: data.Name,
    description: data.Description ?? "",
    count: data["omero:childCount"] ?? null,
    size: data.Pixels ? { width, height, z, c, t } : null,
  };
}
