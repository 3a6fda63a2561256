/** What interrupts: toasts that go by themselves, and alerts that wait for OK. */

import { byId, element } from "./dom.js";

const SHOWN_MS = 3800;

export function toast(text, { bad = false } = {}) {
  const node = element("div", { class: bad ? "toast bad" : "toast" }, text);
  byId("toasts").append(node);
  setTimeout(() => {
    node.classList.add("leaving");
    setTimeout(() => node.remove(), 300);
  }, SHOWN_MS);
}

export function alertPerson(text) {
  const dialog = byId("alert");
  const close = element("button", { type: "button", class: "button primary", onclick: () => dialog.close() }, "OK");
  dialog.replaceChildren(element("p", { id: "alert-text" }, text), close);
  dialog.showModal();
}
