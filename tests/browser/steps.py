"""What visitors do, in their words."""

import re

from playwright.sync_api import Locator, Page

VIEWER = re.compile(r"/webclient/img_detail/\d+/")


def line(page: Page, name: str) -> Locator:
    """A line of the tree."""
    return page.get_by_role("treeitem", name=name).first


def click_line(page: Page, name: str) -> None:
    line(page, name).locator(".tree-label").first.click()


def wait_for_thumbnails(page: Page, number: int, within: str = "#content") -> None:
    """Until so many pictures are decoded."""
    page.wait_for_function(
        """([within, number]) => {
          const pictures = [...document.querySelectorAll(`${within} .thumbnail img`)];
          return pictures.filter((one) => one.naturalWidth > 0).length >= number;
        }""",
        arg=[within, number],
    )


def open_viewer(page: Page, dataset: str) -> None:
    """From the start page to the first image of a dataset of the sample project."""
    page.goto("/webclient/")
    click_line(page, dataset)
    page.get_by_role("heading", name=dataset, level=1).wait_for()
    page.get_by_role("option").first.dblclick()
    page.wait_for_url(VIEWER)


def scrolls_sideways(page: Page) -> bool:
    found: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return found
