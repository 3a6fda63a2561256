/** The list at the side: who you are, and which chat you look at. */

import { byId, drawing, element } from "./dom.js";
import { nameOf, snippetOf, timeOf } from "./wording.js";

const HUES = [14, 168, 262, 210, 338, 42, 130];

const signatures = new WeakMap(); // container → what it shows

/** A steady colour for a person, as a hue in degrees. */
export const hueOf = (id) => HUES[Math.abs(id) % HUES.length];

/** A round picture: the bot's own drawing, the group's, or the person's initial. */
export function avatarOf(who, className = "avatar") {
  if (who.is_bot) return drawing("avatar-bot", className);
  if (who.title) return drawing("avatar-group", className);
  const node = element("span", { class: `${className} initial`, "aria-hidden": "true" }, (who.first_name ?? "?").slice(0, 1));
  node.style.setProperty("--hue", hueOf(who.id));
  return node;
}

export function showPeople(people, me, { unread, onChoose }) {
  const nodes = () => people.map((person) => personNode(person, person.id === me, unread(person), onChoose));
  replaceIn(byId("people"), nodes, [people, me, people.map(unread)]);
}

function personNode(person, chosen, unread, onChoose) {
  const node = element("button", {
    type: "button", class: "person", role: "radio", "aria-checked": String(chosen), tabindex: chosen ? "0" : "-1", "data-person": person.id,
    "aria-label": `${nameOf(person)}, language ${person.language_code}${unread ? ", new messages" : ""}`, title: nameOf(person),
  }, avatarOf(person), element("span", { class: "person-name" }, person.first_name), element("span", { class: "language" }, person.language_code ?? ""));
  if (unread) node.append(element("span", { class: "unread-dot" }));
  node.addEventListener("click", () => onChoose(person.id));
  node.addEventListener("keydown", moveAmongRadios);
  return node;
}

/** In a group of radio buttons the arrow keys choose. */
function moveAmongRadios(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...event.currentTarget.parentNode.children];
  const next = all.at((all.indexOf(event.currentTarget) + step) % all.length);
  next.click();
  byId("people").querySelector("[aria-checked=true]").focus();
}

/** `entries`: {chat, face, name, last, unread, action}, newest first. */
export function showChats(entries, chosenId, onChoose) {
  const nodes = () => entries.map((entry) => chatNode(entry, entry.chat.id === chosenId, onChoose));
  replaceIn(byId("chats"), nodes, [entries, chosenId]);
}

function chatNode({ chat, face, name, last, unread, action }, chosen, onChoose) {
  const words = element("span", { class: "chat-words" },
    element("span", { class: "chat-line" }, element("strong", {}, name), element("time", {}, last ? timeOf(last.date) : "")),
    element("span", { class: "chat-line" }, element("span", { class: action ? "snippet action" : "snippet" }, action ?? preview(chat, last)), badgeOf(unread)));
  return element("button", {
    type: "button", class: "chat-entry", "aria-current": chosen ? "true" : null, "data-chat": chat.id, onclick: () => onChoose(chat.id),
  }, avatarOf(face), words);
}

function preview(chat, last) {
  if (!last) return chat.type === "private" ? "Send a photo to begin" : "No messages yet";
  return chat.type === "private" ? snippetOf(last) : `${last.from?.first_name ?? ""}: ${snippetOf(last)}`;
}

/** Rebuilds only when `shown` differs from last time, so that no press is lost; the keyboard's focus stays where it was. */
function replaceIn(container, nodes, shown) {
  const signature = JSON.stringify(shown);
  if (signatures.get(container) === signature) return;
  signatures.set(container, signature);
  const focused = [...container.children].indexOf(document.activeElement);
  container.replaceChildren(...nodes());
  container.children[focused]?.focus();
}

function badgeOf(count) {
  return count ? element("span", { class: "badge" }, String(count)) : null;
}
