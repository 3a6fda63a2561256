/** The panel that makes trouble for the bot: faults the sandbox acts out, and what the bot asks for meanwhile. */

import { ApiError, loadLog, makeTrouble } from "./api.js";
import { byId, drawing, element } from "./dom.js";
import { toast } from "./notices.js";

const ANY = "any method";
const METHODS = [ANY, "editMessageMedia", "editMessageText", "sendMessage", "sendPhoto", "sendDocument", "answerCallbackQuery", "getFile", "getUpdates", "sendChatAction"];
const WATCH_MS = 1500;
const LINES = 60;

/** What each fault is made of: `how` are the values of the fields above the list, `here` is who and where you are now. */
const FAULTS = [
  { fault: "flood", title: "429 Too Many Requests", about: "It has to wait so many seconds.", of: ({ method, times, seconds }) => ({ method, times, retry_after: seconds }) },
  { fault: "bad_gateway", title: "502 Bad Gateway", about: "Telegram has a moment of weakness.", of: ({ method, times }) => ({ method, times }) },
  { fault: "cut_before", title: "Connection cut on the way", about: "The request is lost.", of: ({ method, times }) => ({ method, times }) },
  { fault: "cut_after", title: "Connection cut on the way back", about: "It was carried out, but the bot cannot know.", of: ({ method, times }) => ({ method, times }) },
  { fault: "slow", title: "Slow answer", about: "Carried out, and told so many seconds later.", of: ({ method, times, seconds }) => ({ method, times, delay: seconds }) },
  { fault: "duplicate_update", title: "Update twice", about: "The next thing you send arrives two times.", of: () => ({}) },
  { fault: "late_album", title: "Late album", about: "The next album comes apart, shuffled and slowly.", of: ({ seconds }) => ({ delay: seconds }) },
  { fault: "blocked", title: "Block the bot", about: "What it sends to you is refused.", of: (how, here) => here },
  { fault: "unblocked", title: "Unblock the bot", about: "It may write to you again.", of: (how, here) => here },
  { fault: "upgraded", title: "Make it a supergroup", about: "The group you look at gets a new id.", of: (how, here) => here },
];

export class Trouble {
  /** `here()` tells whom and which chat it concerns: {person, chat_id}; `done()` is called when a fault is in place. */
  constructor({ here, done }) {
    Object.assign(this, { here, done });
    this.panel = byId("trouble");
    this.method = element("select", { "aria-label": "Method" }, ...METHODS.map((name) => element("option", {}, name)));
    this.times = element("input", { type: "number", min: "1", max: "99", value: "1" });
    this.seconds = element("input", { type: "number", min: "1", max: "99", value: "3" });
    this.log = element("ol", { class: "log", "aria-label": "Requests of the bot" });
    this.panel.append(this.head(), this.fields(), ...FAULTS.map((fault) => this.button(fault)), element("h3", {}, "What the bot asks for"), this.log);
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    byId("trouble-open").addEventListener("click", () => this.toggle(this.panel.hidden));
  }

  head() {
    const close = element("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => this.toggle(false) }, drawing("icon-close"));
    const words = element("div", {}, element("h2", {}, "Make trouble"), element("p", { class: "quiet" }, "For developers: what the bot has to survive."));
    return element("header", {}, words, close);
  }

  fields() {
    return element("div", { class: "fault-fields" }, this.method, element("label", {}, this.times, "times"), element("label", {}, this.seconds, "seconds"));
  }

  button({ fault, title, about, of }) {
    const how = () => ({ method: this.method.value === ANY ? "" : this.method.value, times: Number(this.times.value), seconds: Number(this.seconds.value) });
    return element("button", {
      type: "button", class: "fault", "data-fault": fault, onclick: () => this.turnOn(title, { fault, ...of(how(), this.here()) }),
    }, element("strong", {}, title), element("span", { class: "quiet" }, about));
  }

  toggle(open) {
    this.panel.hidden = !open;
    byId("trouble-open").ariaExpanded = String(open);
    if (open) this.watch();
    else byId("trouble-open").focus();
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
