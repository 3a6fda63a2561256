/** One photo in a bubble: keeps its place while loading, and cross-fades when the bot replaces it by the next preview. */

import { byId, drawing, element } from "./dom.js";

const FIRST_MS = 220;
const CROSS_FADE_MS = 700;
const RETRY_MS = 1200;
const NEAR = "1500px 0px";

let watcher = null;
const arrivals = new WeakMap(); // node → what to do once it is near

export class Frame {
  constructor(onOpen) {
    this.node = element("button", { type: "button", class: "photo", "aria-label": "Open the photo", onclick: () => onOpen(this.photo) });
    this.photo = null;
    this.near = false;
  }

  show(photo) {
    if (this.photo?.url === photo.url) return;
    const first = !this.photo;
    this.photo = photo;
    if (first) this.takeShape(photo);
    if (first) whenNear(this.node, () => this.begin());
    else if (this.near) this.bring(photo, CROSS_FADE_MS);
  }

  begin() {
    this.near = true;
    this.bring(this.photo, FIRST_MS);
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

/** A long history would fill the memory with decoded photos: each is loaded when it comes near to what is seen. */
function whenNear(node, run) {
  watcher ??= new IntersectionObserver(comeNear, { root: byId("scroller"), rootMargin: NEAR });
  arrivals.set(node, run);
  watcher.observe(node);
}

function comeNear(entries) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    arrivals.get(target)();
  }
}
