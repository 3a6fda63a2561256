/** Light or dark: the system's wish, until the person chooses. */

import { byId } from "./dom.js";

const KEY = "impasto.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export function startTheme() {
  apply(localStorage.getItem(KEY));
  system.addEventListener("change", () => apply(localStorage.getItem(KEY)));
  byId("theme").addEventListener("click", toggle);
}

function toggle() {
  const chosen = isDark() ? "light" : "dark";
  localStorage.setItem(KEY, chosen);
  apply(chosen);
}

function apply(chosen) {
  if (chosen) document.documentElement.dataset.theme = chosen;
  byId("theme").setAttribute("aria-pressed", String(isDark()));
}

const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
