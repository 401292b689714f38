/** The site's URLs. The bases come from the page, for the site may live under a prefix. */

const { api, webgateway, webclient, login } = document.documentElement.dataset;

/** A list or an object of the JSON API, e.g. ("projects/1/datasets/", {limit: 10}). */
export function apiUrl(path, query = {}) {
  return withQuery(`${api}m/${path}`, query);
}

/** query: text of a query, such as that of rendering settings. */
export function thumbnailUrl(image, size, query = "") {
  return `${webgateway}render_thumbnail/${image}/${size}/${query && `?${query}`}`;
}

export const tileUrl = (image, z, t, tile, query) =>
  `${webgateway}render_image_region/${image}/${z}/${t}/?tile=${tile}&${query}`;

export const imageDataUrl = (image) => `${webgateway}imgData/${image}/`;

export const lutsUrl = () => `${webgateway}luts/`;

/** All lookup tables, one below the other. */
export const lutsPictureUrl = () => `${webgateway}luts_png/`;

/** The first ROIs of an image with their shapes. */
export const roisUrl = (image, limit) => withQuery(`${webgateway}get_rois_json/${image}/`, { limit });

export const maskUrl = (shape) => `${webgateway}render_shape_mask/${shape}/`;

export const plateUrl = (plate, field) => `${webgateway}plate/${plate}/${field}/`;

export const downloadUrl = (image) => `${webgateway}archived_files/download/${image}/`;

export const viewerUrl = (image) => `${webclient}img_detail/${image}/`;

/** The start page with something selected: OMERO's deep link. */
export const showUrl = (selected) => `${webclient}?show=${selected}`;

export const loginUrl = () => withQuery(login, { url: location.pathname + location.search });

function withQuery(url, query) {
  const text = new URLSearchParams(query).toString();
  return text ? `${url}?${text}` : url;
}
