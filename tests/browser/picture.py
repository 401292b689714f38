"""What the viewer has drawn, read back from its canvas."""

from dataclasses import dataclass

from playwright.sync_api import Page

# A hash of all pixels, how many colours there are, how many pixels are not grey, how light it is.
READ = """
() => {
  const canvas = document.querySelector(".picture-area .openseadragon-canvas canvas");
  if (!canvas || !canvas.width) return null;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let hash = 0;
  let colorful = 0;
  let light = 0;
  const colors = new Set();
  for (let n = 0; n < data.length; n += 4) {
    const [red, green, blue] = [data[n], data[n + 1], data[n + 2]];
    hash = (Math.imul(hash, 31) + (red << 16) + (green << 8) + blue) | 0;
    light += red + green + blue;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 24) colorful += 1;
    if (colors.size < 1000) colors.add((red << 16) + (green << 8) + blue);
  }
  return { hash, colors: colors.size, colorful, mean: (4 * light) / (3 * data.length) };
}
"""

IS_COMPLETE = "document.querySelector('.picture-area')?.getAttribute('aria-busy') === 'false'"


@dataclass(frozen=True)
class Picture:
    """hash: of all pixels. colors: distinct ones, counted to 1000. colorful: pixels not grey.

    mean: of red, green and blue of all pixels, 0 to 255.
    """

    hash: int
    colors: int
    colorful: int
    mean: float


def read(page: Page) -> Picture:
    """What the canvas holds now. Raises AssertionError where there is none."""
    found = page.evaluate(READ)
    assert found is not None, "the viewer has no canvas"
    return Picture(**found)


def drawn(page: Page) -> Picture:
    """The picture when all its tiles are there and some have content."""
    page.wait_for_function(f"() => {IS_COMPLETE} && (({READ})()?.colors ?? 0) > 50")
    return settled(page)


def changed(page: Page, before: Picture) -> Picture:
    """The next complete picture that differs from the one before."""
    page.wait_for_function(
        f"(hash) => {IS_COMPLETE} && ![null, undefined, hash].includes(({READ})()?.hash)",
        arg=before.hash,
    )
    return settled(page)


def same(page: Page, wanted: Picture) -> None:
    """Wait until the canvas shows exactly a picture."""
    page.wait_for_function(f"(hash) => ({READ})()?.hash === hash", arg=wanted.hash)


def settled(page: Page) -> Picture:
    """The picture once two frames in a row are the same."""
    picture = read(page)
    while True:
        page.evaluate("() => new Promise((next) => setTimeout(next, 100))")
        again = read(page)
        if again == picture:
            return picture
        picture = again
