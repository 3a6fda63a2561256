/** The open chat: bubbles kept in step with its rows, the place in the scroll, and moving about by keyboard. */

import { Bubble } from "./bubble.js";
import { byId, element } from "./dom.js";
import { dayName } from "./wording.js";

const NEAR_BOTTOM_PX = 90;

export class MessageList {
  constructor(actions) {
    this.actions = { ...actions, jump: (messageId) => this.jumpTo(messageId) };
    this.list = byId("messages");
    this.scroller = byId("scroller");
    this.bubbles = new Map(); // row key → Bubble, or the node of a day
    this.atBottom = true;
    this.lastTop = 0;
    this.unseen = 0;
    this.followScroll();
  }

  followScroll() {
    this.scroller.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    new ResizeObserver(() => this.atBottom && this.toBottom("instant")).observe(this.list);
    new ResizeObserver(() => this.atBottom && this.toBottom("instant")).observe(this.scroller);
    byId("jump").addEventListener("click", () => this.toBottom("smooth"));
    this.list.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Another chat is opened: nothing of the former one stays. */
  clear() {
    this.bubbles.clear();
    this.list.replaceChildren();
    this.atBottom = true;
    this.fresh = true;
    this.countUnseen(0);
  }

  show(rows) {
    const arrivals = this.keepingFocus(() => this.reconcile(rows));
    const own = arrivals.some((row) => row.mine);
    if (this.fresh || own || this.atBottom) this.toBottom("instant");
    else this.countUnseen(this.unseen + arrivals.length);
    this.fresh = false;
  }

  /** Brings the nodes in step with `rows`, touching only what differs; returns the rows that are new. */
  reconcile(rows) {
    const keys = new Set(rows.map((row) => row.key));
    for (const [key, shown] of this.bubbles) if (!keys.has(key)) this.remove(key, shown);
    const arrivals = rows.filter((row) => !row.day && !this.bubbles.has(row.key));
    rows.forEach((row, i) => this.place(this.nodeFor(row), i));
    return arrivals;
  }

  /** A node that is moved loses the focus, which would throw a person who goes about by keyboard back to the beginning. */
  keepingFocus(change) {
    const focused = document.activeElement;
    const result = change();
    if (document.activeElement !== focused && focused.isConnected) focused.focus({ preventScroll: true });
    return result;
  }

  nodeFor(row) {
    const shown = this.bubbles.get(row.key);
    if (shown) {
      shown.show?.(row);
      return shown.node;
    }
    const made = row.day || row.service ? { node: notice(row) } : new Bubble(row, this.actions);
    if (!this.fresh) made.node.classList.add("arriving");
    this.bubbles.set(row.key, made);
    return made.node;
  }

  place(node, index) {
    const current = this.list.children[index];
    if (current !== node) this.list.insertBefore(node, current ?? null);
  }

  remove(key, { node }) {
    this.bubbles.delete(key);
    node.remove();
  }

  /** Only scrolling up leaves the bottom: a bubble that grows moves the bottom away without anybody's wish. */
  noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX) this.atBottom = true;
    else if (scrollTop < this.lastTop) this.atBottom = false;
    this.lastTop = scrollTop;
    byId("jump").hidden = this.atBottom;
    if (this.atBottom) this.countUnseen(0);
  }

  toBottom(behavior) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  countUnseen(count) {
    this.unseen = count;
    byId("jump-count").hidden = !count;
    byId("jump-count").textContent = count;
  }

  jumpTo(messageId) {
    const bubble = this.bubbleOf(messageId);
    if (!bubble) return;
    bubble.node.scrollIntoView({ block: "center", behavior: "smooth" });
    bubble.node.classList.remove("found");
    requestAnimationFrame(() => bubble.node.classList.add("found"));
  }

  bubbleOf(messageId) {
    return [...this.bubbles.values()].find((shown) => shown.row?.messageIds.includes(messageId));
  }

  focusLast() {
    this.list.querySelector(".message:last-of-type")?.focus();
  }

  /** On a message: up and down move, r replies, Enter opens its photo. */
  onKey(event) {
    const message = event.target.closest(".message");
    if (event.target !== message) return;
    const steps = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" };
    if (steps[event.key]) this.focusBeside(message, steps[event.key]);
    else if (event.key === "r") this.actions.reply(this.shownAt(message).row);
    else if (event.key === "Enter") message.querySelector(".photo, .key, .file")?.click();
    else if (event.key === "Escape") byId("text").focus();
    else return;
    event.preventDefault();
  }

  shownAt(node) {
    return [...this.bubbles.values()].find((shown) => shown.node === node);
  }

  focusBeside(message, direction) {
    let next = message[direction];
    while (next && !next.classList.contains("message")) next = next[direction];
    if (next) next.focus();
    else if (direction === "nextElementSibling") byId("text").focus();
  }
}

const notice = ({ day, service }) => element("div", { class: day ? "day" : "service" }, element("span", {}, day ? dayName(day) : service));
