/** On a phone the tree is a drawer that a button opens. */

const button = document.getElementById("drawer-button");
const panels = document.getElementById("panels");

export function setDrawer(isOpen) {
  panels.classList.toggle("is-drawer-open", isOpen);
  button.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) document.querySelector('#tree-panel [tabindex="0"]')?.focus();
}

export function closeDrawer() {
  if (panels.classList.contains("is-drawer-open")) setDrawer(false);
}

button.addEventListener("click", () => setDrawer(button.getAttribute("aria-expanded") !== "true"));
document.getElementById("drawer-shade").addEventListener("click", closeDrawer);
document.getElementById("tree-panel").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !panels.classList.contains("is-drawer-open")) return;
  closeDrawer();
  button.focus();
});
