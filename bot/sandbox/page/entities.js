/** Bot API text entities to nodes. Offsets count UTF-16 units, as JavaScript's own strings do. */

import { element } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", cashtag: "span", hashtag: "span",
};
const SAFE_SCHEMES = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);

/** Nodes for `text`; `onCommand` gets "/start" when such a command is clicked. */
export function formatted(text, entities = [], onCommand = () => {}) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodesBetween({ text, ordered, onCommand }, 0, text.length, 0);
}

function nodesBetween(source, start, end, index) {
  const nodes = [];
  let at = start;
  for (let i = index; i < source.ordered.length; i++) {
    const entity = source.ordered[i];
    if (entity.offset >= end) break;
    if (entity.offset < at) continue; // already drawn inside an outer entity
    const stop = Math.min(entity.offset + entity.length, end);
    nodes.push(source.text.slice(at, entity.offset));
    nodes.push(wrap(entity, source.text.slice(entity.offset, stop), nodesBetween(source, entity.offset, stop, i + 1), source));
    at = stop;
  }
  nodes.push(source.text.slice(at, end));
  return nodes.filter((node) => node !== "");
}

function wrap(entity, text, children, { onCommand }) {
  if (entity.type === "bot_command") {
    return element("button", { type: "button", class: "command", onclick: () => onCommand(text) }, ...children);
  }
  if (entity.type === "spoiler") return spoiler(children);
  const address = addressOf(entity, text);
  if (address) return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
  return element(TAGS[entity.type] ?? "span", {}, ...children);
}

function spoiler(children) {
  const node = element("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, press to show" }, ...children);
  const reveal = () => { node.classList.add("shown"); node.removeAttribute("aria-label"); };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return node;
}

function addressOf(entity, text) {
  if (entity.type === "text_link") return safeAddress(entity.url);
  if (entity.type === "url") return safeAddress(text.includes("://") ? text : `https://${text}`);
  if (entity.type === "email") return `mailto:${text}`;
  if (entity.type === "phone_number") return `tel:${text}`;
  return null;
}

/** The address, or null where following it could run code. */
export function safeAddress(address) {
  const parsed = URL.canParse(address) ? new URL(address) : null;
  return parsed && SAFE_SCHEMES.has(parsed.protocol) ? parsed.href : null;
}
