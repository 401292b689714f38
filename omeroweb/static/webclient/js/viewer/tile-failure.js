/**
 * Says over the picture that parts of it did not come, why, and offers to try again; what the server
 * is still making is asked for again when it has said.
 */

import { reasonOfFailure } from "../shared/fetch.js";
import { failed } from "../shared/notices.js";

/** place: an element that is empty while all is well. */
export function tellFailures(view, place) {
  let isTold = false;
  let timer;
  const clear = () => {
    isTold = false;
    clearTimeout(timer);
    place.replaceChildren();
  };
  view.addEventListener("fail", async ({ detail: url }) => {
    // Many tiles fail for one reason: say it once.
    if (isTold) return;
    isTold = true;
    const reason = await reasonOfFailure(url);
    const again = () => {
      clear();
      view.refresh();
    };
    if (reason?.seconds) timer = setTimeout(again, 1000 * reason.seconds);
    place.replaceChildren(failed(reason ?? { message: "Parts of the picture did not come." }, again, { isSmall: true }));
  });
  return clear;
}
