/** One photo in a bubble: keeps its place while loading, and cross-fades when the bot replaces it by the next preview. */

import { drawing, element } from "./dom.js";

const FIRST_MS = 220;
const CROSS_FADE_MS = 700;
const RETRY_MS = 1200;

export class Frame {
  constructor(onOpen) {
    this.node = element("button", { type: "button", class: "photo", "aria-label": "Open the photo", onclick: () => onOpen(this.photo) });
    this.photo = null;
  }

  show(photo) {
    if (this.photo?.url === photo.url) return;
    const first = !this.photo;
    this.photo = photo;
    if (first) this.takeShape(photo);
    this.bring(photo, first ? FIRST_MS : CROSS_FADE_MS);
  }

  takeShape({ width, height }) {
    this.node.style.setProperty("--ratio", ratioShown(width, height));
  }

  /** The old picture stays until the new one is decoded and has faded in over it. */
  async bring(photo, milliseconds, retries = 2) {
    const image = element("img", { src: photo.url, alt: "", draggable: "false" });
    const decoded = await image.decode().then(() => true, () => false);
    if (this.photo !== photo) return;
    if (!decoded) this.later(photo, milliseconds, retries);
    else await this.fadeIn(image, photo, milliseconds);
  }

  later(photo, milliseconds, retries) {
    if (!retries) this.node.replaceChildren(element("span", { class: "photo-gone" }, drawing("icon-photo"), "This photo is gone"));
    else setTimeout(() => this.photo === photo && this.bring(photo, milliseconds, retries - 1), RETRY_MS);
  }

  async fadeIn(image, photo, milliseconds) {
    const before = [...this.node.children];
    this.takeShape(photo);
    this.node.append(image);
    const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : milliseconds;
    await image.animate({ opacity: [0, 1] }, { duration, easing: "ease-in-out" }).finished;
    before.forEach((node) => node.remove());
  }
}

/** Very long photos are cropped in the bubble, as in Telegram; the lightbox shows them whole. */
export const ratioShown = (width, height) => Math.min(2.6, Math.max(0.5, width / height || 1));
