/**
 * The levels of an image as a tile source of OpenSeadragon.
 *
 * OMERO counts levels from full resolution (0) down, OpenSeadragon from the coarsest (0) up. Sizes
 * of levels are used as they are: factors need not be 2, and programs round up or down.
 */

import { tileUrl } from "../shared/urls.js";

const SMALLEST_TILE = 256;
const LARGEST_TILE = 1024;
const USUAL_TILE = 512;

/** Level sizes from the coarsest to full resolution, and the size of tiles. */
export function pyramid(data) {
  const { width, height } = data.size;
  const full = { sizeX: width, sizeY: height };
  const levels = data.tiles
    ? Array.from({ length: data.levels }, (_, n) => data.resolutions[data.levels - 1 - n])
    : [full];
  return { width, height, levels, tile: tileSize(data) };
}

/** The file's own tiles, unless they are so small or large that requests would be wasteful. */
function tileSize({ tiles, tile_size: own }) {
  const isUsable = (size) => size >= SMALLEST_TILE && size <= LARGEST_TILE;
  if (tiles && isUsable(own.width) && isUsable(own.height)) return own;
  return { width: USUAL_TILE, height: USUAL_TILE };
}

/**
 * Screen pixels for each pixel of the image with which a tiled image is to open: those of the level
 * that the site names, counted from the coarsest. 0 for the whole image.
 */
export function firstZoom({ tiles, init_zoom: level }, { width, levels }) {
  return tiles && level > 0 ? levels[Math.min(level, levels.length - 1)].sizeX / width : 0;
}

/** query: rendering settings as renderingQuery writes them. */
export function tileSource(image, { width, height, levels, tile }, { z, t, query }) {
  const { Point, Rect, TileSource } = window.OpenSeadragon;
  const aspect = height / width;
  const tiles = levels.map(({ sizeX, sizeY }) => new Point(Math.ceil(sizeX / tile.width), Math.ceil(sizeY / tile.height)));
  const source = new TileSource({
    width, height, tileWidth: tile.width, tileHeight: tile.height, minLevel: 0, maxLevel: levels.length - 1,
    getTileUrl(level, column, row) {
      const omeroLevel = levels.length - 1 - level;
      return tileUrl(image, z, t, [omeroLevel, column, row, tile.width, tile.height].join(","), query);
    },
  });
  return Object.assign(source, {
    getLevelScale: (level) => levels[level].sizeX / width,
    getNumTiles: (level) => tiles[level],

    /** Where a tile lies in a picture that is 1 wide; as source: how large it comes. */
    getTileBounds(level, column, row, isSource) {
      const { sizeX, sizeY } = levels[level];
      const [x, y] = [column * tile.width, row * tile.height];
      const [w, h] = [Math.min(tile.width, sizeX - x), Math.min(tile.height, sizeY - y)];
      if (isSource) return new Rect(0, 0, w, h);
      return new Rect(x / sizeX, (y / sizeY) * aspect, w / sizeX, (h / sizeY) * aspect);
    },

    getTileAtPoint(level, point) {
      const { sizeX, sizeY } = levels[level];
      const column = Math.floor((point.x * sizeX) / tile.width);
      const row = Math.floor(((point.y / aspect) * sizeY) / tile.height);
      const last = tiles[level];
      return new Point(Math.min(Math.max(column, 0), last.x - 1), Math.min(Math.max(row, 0), last.y - 1));
    },
  });
}
