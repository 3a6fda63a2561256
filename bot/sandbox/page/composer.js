/** Everything a person can send: words, commands, and photos by button, drop or paste. */

import { byId, element } from "./dom.js";
import { openMenu } from "./menu.js";
import { snippetOf } from "./wording.js";

const MODES = {
  photo: { label: "Photo", choice: "Photo", icon: "icon-photo", hint: "up to 1280 pixels, quick" },
  hd: { label: "HD", choice: "HD photo", icon: "icon-photo", hint: "up to 2560 pixels" },
  file: { label: "File", choice: "As a file", icon: "icon-file", hint: "untouched, as it is" },
};
const MODE_KEY = "impasto.mode";
const TALLEST_PX = 168;

export class Composer {
  /** `onText(text, quote)`, `onFiles(files, {mode, caption, quote})`, `onUp()`: up pressed in the empty field. */
  constructor({ onText, onFiles, onUp }) {
    Object.assign(this, { onText, onFiles, onUp });
    this.field = byId("text");
    this.commands = [];
    this.quote = null;
    this.mode = MODES[localStorage.getItem(MODE_KEY)] ? localStorage.getItem(MODE_KEY) : "photo";
    this.listenToField();
    this.listenToButtons();
    this.listenToDrops();
    this.showMode();
    this.showEmptiness();
  }

  listenToField() {
    this.field.addEventListener("input", () => this.onInput());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("paste", (event) => this.onPaste(event));
    byId("composer").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
  }

  listenToButtons() {
    byId("attach").addEventListener("click", (event) => this.pick(event.shiftKey));
    byId("files").addEventListener("change", () => this.onPicked());
    byId("mode").addEventListener("click", () => this.openModes());
    byId("reply-cancel").addEventListener("click", () => this.reply(null));
    byId("command-open").addEventListener("click", () => this.startCommand());
  }

  /** Dragging over children fires leave and enter again and again: depth tells when the files are really gone. */
  listenToDrops() {
    let depth = 0;
    const over = (shown) => document.body.classList.toggle("dropping", shown);
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    document.addEventListener("dragenter", (event) => { if (carriesFiles(event)) over(++depth > 0); });
    document.addEventListener("dragleave", (event) => { if (carriesFiles(event)) over((depth = Math.max(0, depth - 1)) > 0); });
    document.addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
    document.addEventListener("drop", (event) => {
      over((depth = 0) > 0);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.sendFiles([...event.dataTransfer.files], event.shiftKey);
    });
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const quote = this.takeQuote();
    this.clearField();
    this.onText(text, quote);
  }

  sendFiles(files, untouched = false) {
    if (!files.length) return;
    const caption = this.field.value.trim().slice(0, 1024);
    const quote = this.takeQuote();
    this.clearField();
    this.onFiles(files, { mode: untouched ? "file" : this.mode, caption, quote });
  }

  clearField() {
    this.field.value = "";
    this.onInput();
  }

  takeQuote() {
    const quote = this.quote;
    this.reply(null);
    return quote;
  }

  /** `quote`: {messageId, name, text, url} of the message that the next one answers, or null. */
  reply(quote) {
    this.quote = quote;
    byId("reply").hidden = !quote;
    if (!quote) return;
    byId("reply-name").textContent = quote.name;
    byId("reply-snippet").textContent = quote.text;
    this.field.focus();
  }

  pick(untouched = false) {
    this.untouched = untouched;
    byId("files").accept = untouched || this.mode === "file" ? "" : "image/*";
    byId("files").click();
  }

  onPicked() {
    const files = [...byId("files").files];
    byId("files").value = "";
    this.sendFiles(files, this.untouched);
  }

  onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.sendFiles(files);
  }

  onInput() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST_PX)}px`;
    this.showEmptiness();
    this.offerCommands();
  }

  showEmptiness() {
    byId("composer").classList.toggle("empty", !this.field.value.trim());
  }

  onKey(event) {
    if (event.isComposing) return;
    if (this.offered().length && this.onCommandKey(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.submit(); }
    else if (event.key === "Escape") this.reply(null);
    else if (event.key === "ArrowUp" && !this.field.value) { event.preventDefault(); this.onUp(); }
  }

  openModes() {
    const { right, top } = byId("mode").getBoundingClientRect();
    byId("mode").ariaExpanded = "true";
    const items = Object.entries(MODES).map(([mode, { choice, hint, icon }]) => (
      { label: choice, hint, icon, checked: mode === this.mode, run: () => this.setMode(mode) }));
    openMenu(items, { x: right + 8, y: top - 8, above: true, onClose: () => { byId("mode").ariaExpanded = "false"; } });
  }

  setMode(mode) {
    this.mode = mode;
    localStorage.setItem(MODE_KEY, mode);
    this.showMode();
  }

  showMode() {
    byId("mode-label").textContent = MODES[this.mode].label;
    byId("mode").setAttribute("aria-label", `How photos are sent: ${MODES[this.mode].label}`);
  }

  // Commands

  /** `commands`: what the bot told by setMyCommands, {command, description}. */
  setCommands(commands) {
    this.commands = commands;
    byId("command-open").hidden = !commands.length;
  }

  startCommand() {
    this.field.value = "/";
    this.field.focus();
    this.onInput();
  }

  offerCommands() {
    const typed = /^\/(\w*)$/.exec(this.field.value)?.[1];
    const fitting = typed === undefined ? [] : this.commands.filter(({ command }) => command.startsWith(typed.toLowerCase()));
    byId("commands").replaceChildren(...fitting.map((entry, i) => this.commandNode(entry, i === 0)));
    byId("commands").hidden = !fitting.length;
  }

  commandNode({ command, description }, chosen) {
    const node = element("div", { class: "command-entry", role: "option", id: `command-${command}`, "aria-selected": String(chosen), "data-command": command },
      element("strong", {}, `/${command}`), element("span", {}, description));
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("click", () => this.sendCommand(command));
    if (chosen) this.field.setAttribute("aria-activedescendant", node.id);
    return node;
  }

  offered() {
    return [...byId("commands").children];
  }

  /** Whether the key was meant for the open list of commands. */
  onCommandKey(event) {
    const entries = this.offered();
    const at = entries.findIndex((entry) => entry.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.selectCommand(entries, (at + step + entries.length) % entries.length);
    else if (event.key === "Enter") this.sendCommand(entries[at].dataset.command);
    else if (event.key === "Tab") this.complete(entries[at].dataset.command);
    else if (event.key === "Escape") this.clearField();
    else return false;
    return true;
  }

  selectCommand(entries, at) {
    entries.forEach((entry, i) => { entry.ariaSelected = String(i === at); });
    entries[at].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", entries[at].id);
  }

  complete(command) {
    this.field.value = `/${command} `;
    this.onInput();
  }

  sendCommand(command) {
    this.field.value = `/${command}`;
    this.submit();
    this.field.focus();
  }
}

/** What a reply shows of the message it answers. */
export function quoteFor(row, message, name) {
  return { messageId: row.messageId, name, text: message ? snippetOf(message) : row.text, url: row.photos[0]?.url ?? null };
}
