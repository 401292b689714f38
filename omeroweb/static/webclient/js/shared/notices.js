/** What stands where data would: loading, nothing there, went wrong. */

import { el, icon } from "./dom.js";
import { loginUrl } from "./urls.js";

export function loading(text, { isSmall = false } = {}) {
  return el(
    "div",
    { class: isSmall ? "notice is-small" : "notice", role: "status" },
    el("span", { class: "spinner" }),
    el("p", {}, text),
  );
}

export function nothing(text, iconName = "image") {
  return el("div", { class: "notice", role: "status" }, icon(iconName), el("p", {}, text));
}

/** The error's own words, a retry button, and the way to the login where that may help. */
export function failed(error, retry, { isSmall = false } = {}) {
  return el(
    "div",
    { class: isSmall ? "notice is-failure is-small" : "notice is-failure", role: "alert" },
    icon("warning"),
    el("p", {}, error.message),
    el("button", { type: "button", class: "button small", onclick: retry }, icon("retry"), "Try again"),
    error.status === 403 ? el("a", { class: "button small primary", href: loginUrl() }, "Log in") : null,
  );
}
