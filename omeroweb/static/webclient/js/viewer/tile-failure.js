/** Says over the picture that parts of it did not come, why, and offers to try again. */

import { reasonOfFailure } from "../shared/fetch.js";
import { failed } from "../shared/notices.js";

/** place: an element that is empty while all is well. */
export function tellFailures(view, place) {
  let isTold = false;
  const clear = () => {
    isTold = false;
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
    place.replaceChildren(failed({ message: reason ?? "Parts of the picture did not come." }, again, { isSmall: true }));
  });
  return clear;
}
