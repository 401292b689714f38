"""Logging in and out."""

import re

from playwright.sync_api import Page, expect

from tests.server import RunningServer


def fill_in(page: Page, user_name: str, password: str) -> None:
    page.get_by_label("User name").fill(user_name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_login_leads_back_to_where_one_was_and_logout_ends_it(
    page: Page, demo_server: RunningServer
) -> None:
    page.goto("/webclient/?show=dataset-2")
    page.get_by_role("link", name="Log in").click()
    fill_in(page, "root", demo_server.root_password)
    expect(page).to_have_url(re.compile(r"/webclient/\?show=dataset-2$"))
    expect(page.get_by_role("navigation", name="Account")).to_contain_text("root")
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(re.compile(r"/webclient/login/"))
    page.goto("/webclient/")
    expect(page.get_by_role("link", name="Log in")).to_be_visible()


def test_a_wrong_password_is_said_so_and_the_name_stays(page: Page) -> None:
    page.goto("/webclient/login/")
    fill_in(page, "root", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("check your user name and password")
    expect(page.get_by_label("User name")).to_have_value("root")
    expect(page.get_by_label("Password")).to_be_focused()


def test_the_logout_page_asks_first(page: Page) -> None:
    page.goto("/webclient/logout/")
    expect(page.get_by_role("heading", name="Log out?")).to_be_visible()
    page.get_by_role("link", name="Stay here").click()
    expect(page.get_by_role("tree")).to_be_visible()
