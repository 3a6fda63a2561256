/** The panel that makes trouble for the bot: faults the sandbox acts out, and what the bot asked for meanwhile. */

import { ApiError, loadLog, makeTrouble } from "./api.js";
import { byId, drawing, element } from "./dom.js";
import { toast } from "./notices.js";

const ANY_METHOD = "any method";
const METHODS = [ANY_METHOD, "editMessageMedia", "editMessageText", "sendMessage", "sendPhoto", "sendDocument", "answerCallbackQuery", "getFile", "getUpdates", "sendChatAction"];
const WATCH_MS = 1500;
const LINES = 40;

/** `fields`: which of method, times, retry_after and delay a fault takes; `here`: it is about this person and chat. */
const FAULTS = [
  { fault: "flood", title: "429 Too Many Requests", about: "The bot has to wait before it may ask again.", fields: ["method", "times", "retry_after"] },
  { fault: "bad_gateway", title: "502 Bad Gateway", about: "Telegram's servers are having a moment.", fields: ["method", "times"] },
  { fault: "cut_before", title: "Connection cut before", about: "The request is lost on its way.", fields: ["method", "times"] },
  { fault: "cut_after", title: "Connection cut after", about: "It was carried out, but the bot never hears so.", fields: ["method", "times"] },
  { fault: "slow", title: "Slow answer", about: "It is carried out, and the answer takes its time.", fields: ["method", "times", "delay"] },
  { fault: "duplicate_update", title: "Update twice", about: "The next thing you send reaches the bot two times.", fields: [] },
  { fault: "late_album", title: "Late album", about: "The photos of the next album come apart, late and shuffled.", fields: ["delay"] },
  { fault: "blocked", title: "Block the bot", about: "You block the bot; what it sends you is refused.", fields: [], here: true },
  { fault: "unblocked", title: "Unblock the bot", about: "You let it write to you again.", fields: [], here: true },
  { fault: "upgraded", title: "Group becomes supergroup", about: "The group you are looking at gets a new id.", fields: [], here: true },
];
const STARTING_VALUES = { times: 2, retry_after: 3, delay: 2 };
const LABELS = { times: "times", retry_after: "seconds to wait", delay: "seconds late" };

export class Trouble {
  /** `me()` and `chatId()` tell whom it concerns; `done()` is called when a fault is in place. */
  constructor({ me, chatId, done }) {
    Object.assign(this, { me, chatId, done });
    this.panel = byId("trouble");
    this.log = element("ol", { class: "log", "aria-label": "Requests of the bot" });
    const close = element("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => this.toggle(false) }, drawing("icon-close"));
    const head = element("header", {}, element("div", {}, element("h2", {}, "Make trouble"), element("p", { class: "quiet" }, "For developers: what must not break the bot.")), close);
    this.panel.append(head, ...FAULTS.map((fault) => this.card(fault)), element("h3", {}, "What the bot asks for"), this.log);
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    byId("trouble-open").addEventListener("click", () => this.toggle(this.panel.hidden));
  }

  toggle(open) {
    this.panel.hidden = !open;
    byId("trouble-open").ariaExpanded = String(open);
    if (open) this.watch();
    else byId("trouble-open").focus();
  }

  card({ fault, title, about, fields, here }) {
    const inputs = fields.map((name) => [name, inputFor(name, title)]);
    const go = element("button", { type: "button", class: "button small", "data-fault": fault }, "Go");
    go.addEventListener("click", () => this.turnOn(title, { fault, ...valuesOf(inputs), ...(here ? { person: this.me(), chat_id: this.chatId() } : {}) }));
    const words = element("div", { class: "fault-words" }, element("strong", {}, title), element("span", { class: "quiet" }, about));
    const row = element("div", { class: "fault-fields" }, ...inputs.map(([name, input]) => labelled(name, input)), go);
    return element("section", { class: "fault" }, words, row);
  }

  async turnOn(title, fault) {
    try {
      await makeTrouble(fault);
      toast(`${title}: in place`);
      this.done();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast(error.message, { bad: true });
    }
  }

  /** Looks at the log as long as the panel is open. */
  async watch() {
    while (!this.panel.hidden) {
      const log = await loadLog().catch(() => null);
      if (log) this.showLog(log.requests.filter(({ method }) => method !== "getUpdates").slice(-LINES).reverse());
      await new Promise((resolve) => { setTimeout(resolve, WATCH_MS); });
    }
  }

  showLog(requests) {
    this.log.replaceChildren(...requests.map(({ method, ok, error }) => (
      element("li", { class: ok ? "fine" : "refused" }, element("code", {}, method), element("span", { class: "quiet" }, ok ? "" : String(error ?? "cut"))))));
  }
}

function inputFor(name, title) {
  if (name !== "method") return element("input", { type: "number", min: "1", max: "60", value: STARTING_VALUES[name], "aria-label": `${title}: ${LABELS[name]}` });
  return element("select", { "aria-label": `${title}: method` }, ...METHODS.map((method) => element("option", {}, method)));
}

const labelled = (name, input) => (name === "method" ? input : element("label", {}, input, LABELS[name]));

const valuesOf = (inputs) => Object.fromEntries(inputs.map(([name, input]) => [name, name === "method" ? methodOf(input.value) : Number(input.value)]));

const methodOf = (chosen) => (chosen === ANY_METHOD ? "" : chosen);
