/** A photo at full size: zoom by wheel, pinch, keys or double click, drag to look around, arrows for its neighbours. */

import { byId, drawing, element } from "./dom.js";

const LARGEST_ZOOM = 12;

export class Lightbox {
  constructor() {
    this.dialog = byId("lightbox");
    this.image = element("img", { alt: "", draggable: "false" });
    this.stage = element("div", { class: "lightbox-stage" }, this.image);
    this.counter = element("span", { class: "lightbox-count" });
    this.save = element("a", { class: "icon-button", "aria-label": "Download", title: "Download" }, drawing("icon-save"));
    this.before = this.button("icon-left", "Previous photo", () => this.step(-1), "side-button before");
    this.after = this.button("icon-right", "Next photo", () => this.step(1), "side-button after");
    this.pointers = new Map();
    this.assemble();
  }

  assemble() {
    const tools = element("div", { class: "lightbox-tools" }, this.counter,
      this.button("icon-minus", "Smaller", () => this.zoomBy(1 / 1.5)), this.button("icon-plus", "Larger", () => this.zoomBy(1.5)),
      this.save, this.button("icon-close", "Close", () => this.dialog.close()));
    this.dialog.append(this.stage, tools, this.before, this.after);
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
    this.stage.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    this.stage.addEventListener("dblclick", (event) => this.zoomTo(this.zoom > 1 ? 1 : 2.5, event));
    this.stage.addEventListener("click", (event) => event.target === this.stage && !this.moved && this.dialog.close());
    this.stage.addEventListener("pointerdown", (event) => this.onDown(event));
    this.stage.addEventListener("pointermove", (event) => this.onMove(event));
    for (const name of ["pointerup", "pointercancel"]) this.stage.addEventListener(name, (event) => this.pointers.delete(event.pointerId));
  }

  button(icon, label, onclick, className = "") {
    return element("button", { type: "button", class: `icon-button ${className}`, "aria-label": label, title: label, onclick }, drawing(icon));
  }

  /** `photos`: {id, url, name?} of the chat in order; `url` says which one comes first. */
  open(photos, url) {
    this.photos = photos;
    this.at = Math.max(0, photos.findIndex((photo) => photo.url === url));
    this.dialog.showModal();
    this.showCurrent();
  }

  step(by) {
    const next = this.at + by;
    if (next < 0 || next >= this.photos.length) return;
    this.at = next;
    this.showCurrent();
  }

  showCurrent() {
    const { url, id, name } = this.photos[this.at];
    this.image.src = url;
    this.save.href = url;
    this.save.download = name ?? `impasto-${id}.jpg`;
    this.counter.textContent = `${this.at + 1} of ${this.photos.length}`;
    this.before.hidden = this.at === 0;
    this.after.hidden = this.at === this.photos.length - 1;
    this.place(1, 0, 0);
  }

  place(zoom, x, y) {
    this.zoom = zoom;
    [this.x, this.y] = zoom === 1 ? [0, 0] : [x, y];
    this.image.style.transform = `translate(${this.x}px, ${this.y}px) scale(${zoom})`;
    this.stage.classList.toggle("zoomed", zoom > 1);
  }

  zoomBy(factor, point) {
    this.zoomTo(this.zoom * factor, point);
  }

  /** Zooms so that what lies under `point` stays there; without a point, the middle. */
  zoomTo(zoom, point) {
    const next = Math.min(LARGEST_ZOOM, Math.max(1, zoom));
    const box = this.stage.getBoundingClientRect();
    const [px, py] = point ? [point.clientX - box.x - box.width / 2, point.clientY - box.y - box.height / 2] : [0, 0];
    const grown = next / this.zoom;
    this.place(next, px - (px - this.x) * grown, py - (py - this.y) * grown);
  }

  onWheel(event) {
    event.preventDefault();
    this.zoomBy(Math.exp(-event.deltaY / 300), event);
  }

  onDown(event) {
    this.moved = false;
    this.pointers.set(event.pointerId, event);
    this.stage.setPointerCapture(event.pointerId);
  }

  onMove(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    if (Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY) > 2) this.moved = true;
    const other = [...this.pointers.entries()].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.pinch(last, event, other);
    else if (this.zoom > 1) this.place(this.zoom, this.x + event.clientX - last.clientX, this.y + event.clientY - last.clientY);
    this.pointers.set(event.pointerId, event);
  }

  pinch(last, now, other) {
    const spread = (pointer) => Math.hypot(pointer.clientX - other.clientX, pointer.clientY - other.clientY);
    const middle = { clientX: (now.clientX + other.clientX) / 2, clientY: (now.clientY + other.clientY) / 2 };
    this.zoomBy(spread(now) / Math.max(1, spread(last)), middle);
  }

  onKey(event) {
    const act = {
      ArrowLeft: () => this.step(-1), ArrowRight: () => this.step(1), "+": () => this.zoomBy(1.5), "=": () => this.zoomBy(1.5),
      "-": () => this.zoomBy(1 / 1.5), 0: () => this.place(1, 0, 0),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
