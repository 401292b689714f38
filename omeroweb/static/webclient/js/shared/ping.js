/** An open page keeps the session of whoever is signed in, and says when it has ended. */

import { el, icon, iconButton } from "./dom.js";
import { headers } from "./fetch.js";
import { loginUrl } from "./urls.js";

const { ping, pingInterval } = document.documentElement.dataset;

const timer = setInterval(keepSession, Number(pingInterval));

async function keepSession() {
  let answer;
  try {
    const response = await fetch(`${ping}?signed-in`, { headers, credentials: "same-origin", cache: "no-store" });
    if (!response.ok) return;
    answer = await response.text();
  } catch {
    return; // the network is down for now: whatever else is asked for says so
  }
  if (answer.trim() === "OK") return;
  clearInterval(timer);
  document.body.append(ended());
}

function ended() {
  const message = el(
    "div",
    { class: "session-ended", role: "alert" },
    icon("warning"),
    el("p", {}, "Your session has ended."),
    el("a", { class: "button small primary", href: loginUrl() }, "Log in"),
    iconButton("close", "Close this message", () => message.remove()),
  );
  return message;
}
