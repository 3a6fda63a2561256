/** Inline keyboards: rows as the bot told, feedback while the bot thinks, then its toast or alert. */

import { ApiError, press } from "./api.js";
import { drawing, element } from "./dom.js";
import { safeAddress } from "./entities.js";
import { alertPerson, toast } from "./notices.js";

/** Row nodes; `where()` tells who presses in which message: `{chatId, from, messageId}`. */
export function keyboardRows(rows, where) {
  return rows.map((buttons) => element("div", { class: "keys" }, ...buttons.map((button) => keyOf(button, where))));
}

function keyOf(button, where) {
  const address = button.url && safeAddress(button.url);
  if (address) {
    return element("a", { class: "key", href: address, target: "_blank", rel: "noopener noreferrer" }, button.text, drawing("icon-out", "icon corner"));
  }
  const key = element("button", { type: "button", class: "key" }, element("span", {}, button.text));
  if (button.callback_data !== undefined) key.addEventListener("click", () => pressKey(key, button, where()));
  else if (button.copy_text) key.addEventListener("click", () => copy(button.copy_text.text));
  else Object.assign(key, { disabled: true, title: "This kind of button works only in Telegram itself" });
  return key;
}

async function pressKey(key, button, { chatId, from, messageId }) {
  if (key.ariaBusy === "true") return;
  key.ariaBusy = "true";
  try {
    show(await press(chatId, { from, messageId, callbackData: button.callback_data }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(error.message, { bad: true });
  } finally {
    key.ariaBusy = "false";
  }
}

function show(answer) {
  if (!answer?.text) return;
  if (answer.show_alert) alertPerson(answer.text);
  else toast(answer.text);
}

export async function copy(text) {
  const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  toast(copied ? "Copied" : "This browser did not let the text be copied", { bad: !copied });
}
