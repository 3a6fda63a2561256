/** A small menu at a point: arrow keys move, Escape closes and gives the focus back. */

import { drawing, element } from "./dom.js";

/** `items`: {label, hint?, icon?, checked?, run}. `above`: the menu ends at x and y instead of starting there. */
export function openMenu(items, { x, y, above = false, onClose = () => {} }) {
  if (document.querySelector(".menu")) return;
  const giveBack = document.activeElement;
  const menu = element("div", { class: "menu", role: "menu" }, ...items.map((item) => itemNode(item, () => close())));
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    giveBack?.focus();
    onClose();
  };
  const outside = (event) => menu.contains(event.target) || close();
  menu.addEventListener("keydown", (event) => onKey(event, menu, close));
  document.addEventListener("pointerdown", outside, true);
  document.body.append(menu);
  position(menu, x, y, above);
  (menu.querySelector("[aria-checked=true]") ?? menu.firstChild).focus();
}

function itemNode({ label, hint, icon, checked, run }, close) {
  const words = element("span", { class: "menu-words" }, label, hint ? element("small", {}, hint) : null);
  return element("button", {
    type: "button", class: "menu-item", role: checked === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": checked === undefined ? null : String(checked), onclick: () => { close(); run(); },
  }, icon ? drawing(icon) : null, words);
}

function position(menu, x, y, above) {
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(above ? x - width : x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, above ? y - height : Math.min(y, innerHeight - height - 8))}px`;
}

function onKey(event, menu, close) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) menu.children[(([...menu.children].indexOf(document.activeElement) + step) + menu.children.length) % menu.children.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
