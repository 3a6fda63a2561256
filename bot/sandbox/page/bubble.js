/** One message bubble: built once, then changed only where the message has changed. */

import { layOut } from "./album.js";
import { Slot, drawing, element } from "./dom.js";
import { formatted } from "./entities.js";
import { Frame } from "./frame.js";
import { keyboardRows } from "./keyboard.js";
import { avatarOf, hueOf } from "./people.js";
import { nameOf, sizeOf, timeOf } from "./wording.js";

const LONG_PRESS_MS = 550;

/** `actions`: reply, jump, open (a photo), command, menu, retry, discard, where. */
export class Bubble {
  constructor(row, actions) {
    this.actions = actions;
    this.frames = [];
    this.avatar = new Slot(element("span", { class: "message-avatar" }), (user) => (user.joins ? [] : [avatarOf(user)]));
    this.sender = new Slot(element("div", { class: "sender" }), (user) => [nameOf(user)]);
    this.origin = new Slot(element("div", { class: "origin" }), (name) => ["Forwarded from ", element("strong", {}, name)]);
    this.quote = new Slot(element("button", { type: "button", class: "quote" }), quoteNodes);
    this.media = element("div", { class: "media" });
    this.documents = new Slot(element("div", { class: "documents" }), (documents) => documents.map((file) => documentNode(file, actions)));
    this.text = new Slot(element("div", { class: "text" }), ({ text, entities }) => formatted(text, entities, actions.command));
    this.meta = new Slot(element("span", { class: "meta" }), metaNodes);
    this.failure = new Slot(element("div", { class: "failure" }), (error) => this.failureNodes(error));
    this.keyboard = new Slot(element("div", { class: "keyboard" }), (rows) => keyboardRows(rows, () => this.where()));
    this.node = this.assemble();
    this.show(row);
  }

  assemble() {
    this.quote.node.addEventListener("click", () => this.actions.jump(this.row.quote.messageId));
    const words = element("div", { class: "words" }, this.text.node, this.meta.node);
    this.bubble = element("div", { class: "bubble" }, this.sender.node, this.origin.node, this.quote.node, this.media, this.documents.node, words);
    const column = element("div", { class: "column" }, this.bubble, this.keyboard.node, this.failure.node);
    const reply = element("button", {
      type: "button", class: "icon-button small reply-button", "aria-label": "Reply", title: "Reply", tabindex: "-1",
      onclick: () => this.actions.reply(this.row),
    }, drawing("icon-reply"));
    const node = element("article", { class: "message", tabindex: "-1" }, this.avatar.node, column, reply);
    node.addEventListener("contextmenu", (event) => this.openMenu(event));
    this.listenToLongPress(node);
    node.addEventListener("dblclick", (event) => event.target.closest("button, a, .text") || this.actions.reply(this.row));
    return node;
  }

  show(row) {
    this.row = row;
    this.showOutline(row);
    this.sender.show(row.joinsBefore ? null : { ...row.sender });
    this.origin.show(row.forwardedFrom);
    this.quote.show(row.quote);
    this.showPhotos(row.photos);
    this.documents.show(row.documents.length ? row.documents : null);
    this.text.show(row.text ? { text: row.text, entities: row.entities } : null);
    this.meta.show({ date: row.date, edited: row.edited, pending: row.pending ? (row.pending.error ? "not sent" : "sending…") : null });
    this.failure.show(row.pending?.error ?? null);
    this.keyboard.show(row.keyboard);
  }

  showOutline(row) {
    const { classList, dataset } = this.node;
    classList.toggle("mine", row.mine);
    classList.toggle("joins-before", row.joinsBefore);
    classList.toggle("joins-after", row.joinsAfter);
    classList.toggle("has-photo", row.photos.length > 0);
    classList.toggle("wordless", !row.text);
    classList.toggle("pending", Boolean(row.pending) && !row.pending.error);
    dataset.messageId = row.messageId ?? "";
    this.node.style.setProperty("--hue", hueOf(row.sender.id));
    this.node.style.setProperty("--sent", row.pending?.progress ?? 1);
    this.node.setAttribute("aria-label", `${row.mine ? "You" : nameOf(row.sender)}, ${timeOf(row.date)}`);
    this.avatar.show({ ...row.sender, joins: row.joinsAfter });
  }

  showPhotos(photos) {
    if (this.frames.length !== photos.length) this.rebuildFrames(photos);
    photos.forEach((photo, i) => this.frames[i].show(photo));
    if (photos.length) this.shapeFor(photos);
  }

  /** Frames that stay are kept, so that a late album sibling does not make the others blink. */
  rebuildFrames(photos) {
    this.frames = photos.map((_, i) => this.frames[i] ?? new Frame((photo) => this.actions.open(photo)));
    const rows = layOut(this.frames.map((frame) => frame.node));
    const progress = element("span", { class: "progress", role: "img", "aria-label": "Sending" });
    this.media.replaceChildren(...rows.map((nodes) => element("div", { class: "photo-row" }, ...nodes)), progress);
    this.media.classList.toggle("album", photos.length > 1);
  }

  shapeFor(photos) {
    const [{ width, height }] = photos;
    this.node.style.setProperty("--natural", photos.length > 1 ? "520px" : `${width}px`);
    this.node.style.setProperty("--first-ratio", photos.length > 1 ? 2 : Math.min(2.6, Math.max(0.5, width / height || 1)));
  }

  failureNodes(error) {
    return [
      element("span", {}, error),
      element("button", { type: "button", class: "link", onclick: () => this.actions.retry(this.row.key) }, "Try again"),
      element("button", { type: "button", class: "link", onclick: () => this.actions.discard(this.row.key) }, "Discard"),
    ];
  }

  where() {
    return { ...this.actions.where(), messageId: this.row.messageIds.at(-1) };
  }

  openMenu(event) {
    if (!this.row.messageId || event.target.closest("a")) return;
    event.preventDefault();
    this.actions.menu(this.row, event.clientX, event.clientY);
  }

  /** Safari on iOS has no contextmenu event. */
  listenToLongPress(node) {
    let waiting = null;
    node.addEventListener("touchstart", ({ touches: [{ clientX, clientY }] }) => {
      waiting = setTimeout(() => this.row.messageId && this.actions.menu(this.row, clientX, clientY), LONG_PRESS_MS);
    }, { passive: true });
    for (const name of ["touchmove", "touchend", "touchcancel"]) node.addEventListener(name, () => clearTimeout(waiting), { passive: true });
  }
}

function quoteNodes({ name, text, url }) {
  const picture = url ? [element("img", { src: url, alt: "", class: "quote-photo" })] : [];
  return [...picture, element("span", { class: "quote-words" }, element("strong", {}, name), element("span", {}, text))];
}

function documentNode(file, actions) {
  const picture = file.image && file.url
    ? element("button", { type: "button", class: "thumb", "aria-label": `Open ${file.name}`, onclick: () => actions.open(file) },
      element("img", { src: file.url, alt: "", loading: "lazy" }))
    : element("span", { class: "thumb" }, drawing("icon-file"));
  const words = [element("span", { class: "file-name" }, file.name), element("span", { class: "file-size" }, sizeOf(file.size))];
  return element("div", { class: "document" }, picture, element("a", { class: "file", href: file.url, download: file.name }, ...words));
}

function metaNodes({ date, edited, pending }) {
  const time = element("time", { datetime: new Date(date * 1000).toISOString() }, pending ?? timeOf(date));
  return edited ? [element("span", { class: "edited" }, "edited"), time] : [time];
}
