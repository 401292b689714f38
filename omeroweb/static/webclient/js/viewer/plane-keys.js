/** Other ways through a stack: Shift and the wheel, Page Up and Page Down, comma and full stop. */

const KEYS = {
  PageUp: ["z", 1],
  PageDown: ["z", -1],
  ".": ["t", 1],
  ",": ["t", -1],
};

export function movePlanes(stage, settings) {
  const step = (axis, by) => settings.setPlane(axis, settings[axis] + by);
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.shiftKey || settings.size.z < 2) return;
      event.preventDefault();
      event.stopPropagation();
      // With Shift most browsers turn the wheel into a sideways one.
      step("z", (event.deltaY || event.deltaX) < 0 ? 1 : -1);
    },
    { capture: true, passive: false },
  );
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, select, textarea");
    if (isTyping || !(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(...KEYS[event.key]);
  });
}
