/** Asking the server, with errors that can be shown to the person at the screen. */

export class RequestFailed extends Error {
  /** seconds: when to ask again, where the server has said so. */
  constructor(message, status = 0, seconds = null) {
    super(message);
    this.status = status;
    this.seconds = seconds;
  }
}

// Without this header a request without a session is led to the login page instead of refused.
export const headers = { "X-Requested-With": "XMLHttpRequest" };

/** Raises RequestFailed with the server's own words where it has some. */
export async function fetchJson(url, { signal } = {}) {
  const response = await ask(url, signal);
  if (!response.ok) throw await failure(response);
  return response.json();
}

/** Why a URL that a picture was to come from does not give one; null where it does by now. */
export async function reasonOfFailure(url) {
  try {
    const response = await ask(url);
    return response.ok ? null : await failure(response);
  } catch (error) {
    return error;
  }
}

async function ask(url, signal) {
  try {
    return await fetch(url, { headers, signal, credentials: "same-origin" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new RequestFailed("The server cannot be reached. Is it running, and is the network up?");
  }
}

async function failure(response) {
  const { status } = response;
  const type = response.headers.get("Content-Type") ?? "";
  let message = "";
  if (type.includes("json")) message = (await response.json()).message ?? "";
  else if (type.startsWith("text/plain")) message = (await response.text()).trim();
  if (!message && status === 403) message = "This needs a login.";
  const seconds = Number(response.headers.get("Retry-After")) || null;
  return new RequestFailed(message || `The server answered with status ${status}.`, status, seconds);
}
