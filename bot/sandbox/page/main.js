/** The page put together: who looks at which chat, and what the server tells. */

import { ApiError, forward, listen, loadMessages, loadState, remove } from "./api.js";
import { Composer, quoteFor } from "./composer.js";
import { byId } from "./dom.js";
import { History } from "./history.js";
import { copy } from "./keyboard.js";
import { Lightbox } from "./lightbox.js";
import { openMenu } from "./menu.js";
import { MessageList } from "./messages.js";
import { toast } from "./notices.js";
import { avatarOf, showChats, showPeople } from "./people.js";
import { rowsOf } from "./rows.js";
import { Sender } from "./sending.js";
import { startTheme } from "./theme.js";
import { Trouble } from "./trouble.js";
import { startWallpaper } from "./wallpaper.js";
import { nameOf } from "./wording.js";

const CHAT_ACTION_MS = 5500; // Telegram shows an action for five seconds; the bot renews it every four
const LOAD_AGAIN_MS = 1500;
const ACTIONS = { upload_photo: "is sending a photo", upload_document: "is sending a file", typing: "is typing" };

class Page {
  constructor() {
    this.bot = { id: 0, first_name: "Impasto", is_bot: true };
    this.people = [];
    this.chats = [];
    this.me = null;
    this.chatId = null;
    this.online = false;
    this.caughtUp = Promise.resolve();
    this.unread = new Map(); // chat id → count, of every person's chats
    this.actions = new Map(); // chat id → what the bot is doing there
    this.history = new History();
    this.lightbox = new Lightbox();
    this.sender = new Sender(this.history, () => this.show());
    this.list = new MessageList(this.messageActions());
    this.composer = new Composer(this.composerActions());
    this.trouble = new Trouble({ here: () => ({ person: this.me, chat_id: this.chatId }), done: () => this.catchUp() });
  }

  start() {
    startTheme();
    startWallpaper(byId("wallpaper"));
    this.listenToPage();
    listen({
      onOpen: () => this.catchUp(),
      onLost: () => { this.online = false; this.showHeader(); },
      on: {
        message: (told) => this.afterCatchUp(() => this.onMessage(told)),
        edit: (told) => this.afterCatchUp(() => this.onEdit(told)),
        delete: (told) => this.afterCatchUp(() => this.onDelete(told)),
        chat_action: (told) => this.afterCatchUp(() => this.onChatAction(told)),
        force_reply: (told) => this.afterCatchUp(() => this.onForceReply(told)),
      },
    });
  }

  listenToPage() {
    byId("side-open").addEventListener("click", () => this.openSide(true));
    for (const id of ["side-close", "side-veil"]) byId(id).addEventListener("click", () => this.openSide(false));
    byId("welcome-pick").addEventListener("click", () => this.composer.pick());
    byId("welcome-start").addEventListener("click", () => this.say("/start"));
    addEventListener("hashchange", () => this.goWhereTheAddressSays());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.openSide(false));
  }

  messageActions() {
    return {
      reply: (row) => this.replyTo(row),
      open: (photo) => this.openPhoto(photo),
      command: (command) => this.say(command),
      menu: (row, x, y) => this.openMessageMenu(row, x, y),
      retry: (key) => this.sender.retry(key),
      discard: (key) => this.sender.discard(key),
      where: () => ({ chatId: this.chatId, from: this.me }),
    };
  }

  composerActions() {
    return {
      onText: (text, quote) => this.sender.text(this.to(), text, quote),
      onFiles: (files, how) => this.sender.files(this.to(), files, how),
      onUp: () => this.list.focusLast(),
    };
  }

  // What the server tells

  /** After every connection: the server may have restarted, or we may have missed something. */
  catchUp() {
    this.caughtUp = this.loadEverything();
  }

  /** Events wait for what is being loaded, in their order: else an older answer would undo them. */
  afterCatchUp(handle) {
    this.caughtUp.then(handle);
  }

  async loadEverything() {
    try {
      this.takeState(await loadState());
      await Promise.all(this.myChats().map((chat) => this.loadChat(chat.id)));
      this.online = true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.online = false;
      setTimeout(() => this.catchUp(), LOAD_AGAIN_MS);
    }
    this.show();
  }

  takeState({ bot, people, chats }) {
    Object.assign(this, { bot: { ...bot, is_bot: true }, people, chats });
    this.composer.setCommands(bot.commands ?? []);
    if (!this.person() || !this.chat()) this.goWhereTheAddressSays();
  }

  async loadChat(chatId) {
    this.history.replace(chatId, await loadMessages(chatId, this.me));
  }

  onMessage({ message }) {
    this.actions.delete(message.chat.id);
    if (message.from?.id === this.me && this.history.holds(message)) return;
    this.history.put(message);
    this.countUnread(message);
    this.show();
  }

  onEdit({ message }) {
    this.history.put(message);
    this.show();
  }

  onDelete({ chat_id: chatId, message_id: messageId }) {
    this.history.remove(chatId, messageId);
    this.show();
  }

  countUnread({ chat, from }) {
    const looking = chat.id === this.chatId && !document.hidden;
    if (!looking && from?.id !== this.me) this.unread.set(chat.id, (this.unread.get(chat.id) ?? 0) + 1);
  }

  onChatAction({ chat_id: chatId, action }) {
    const told = { words: ACTIONS[action] ?? "is busy" };
    this.actions.set(chatId, told);
    setTimeout(() => {
      if (this.actions.get(chatId) !== told) return;
      this.actions.delete(chatId);
      this.show();
    }, CHAT_ACTION_MS);
    this.show();
  }

  /** As Telegram's apps do: the next text answers the message that asks for one. */
  onForceReply({ chat_id: chatId, message_id: messageId }) {
    if (chatId !== this.chatId) return;
    const asking = rowsOf(this.history, chatId, this.me).find((row) => row.messageId === messageId);
    if (asking) this.replyTo(asking);
  }

  // Who and where

  person() {
    return this.people.find(({ id }) => id === this.me);
  }

  chat() {
    return this.chats.find(({ id }) => id === this.chatId);
  }

  myChats() {
    return this.chats.filter((chat) => chat.members.includes(this.me));
  }

  to() {
    return { chatId: this.chatId, sender: this.person() };
  }

  /** The address keeps who and where, so that two tabs can be two people: #1001 or #1001/-100200. */
  goWhereTheAddressSays() {
    const [me, chatId] = location.hash.slice(1).split("/").map(Number);
    const person = this.people.find(({ id }) => id === me) ?? this.people[0];
    if (!person) return;
    const changed = person.id !== this.me;
    this.me = person.id;
    this.enter(this.myChats().find(({ id }) => id === chatId)?.id ?? person.id);
    if (changed && this.online) this.catchUp();
  }

  become(personId, chatId = this.chat()?.type === "private" ? personId : this.chatId) {
    location.hash = `${personId}/${chatId}`;
  }

  enter(chatId) {
    if (chatId !== this.chatId) {
      this.list.clear();
      this.composer.reply(null);
    }
    this.chatId = chatId;
    this.unread.delete(chatId);
    this.openSide(false);
    this.show();
    if (matchMedia("(hover: hover)").matches) byId("text").focus();
  }

  // What the person does

  say(text) {
    this.sender.text(this.to(), text, null);
  }

  replyTo(row) {
    if (!row.messageId) return;
    this.composer.reply(quoteFor(row, this.history.find(this.chatId, row.messageId), row.mine ? "You" : nameOf(row.sender)));
  }

  openPhoto(photo) {
    const rows = rowsOf(this.history, this.chatId, this.me);
    const photos = rows.flatMap((row) => [...(row.photos ?? []), ...(row.documents ?? []).filter((file) => file.image && file.url)]);
    this.lightbox.open(photos, photo.url);
  }

  openMessageMenu(row, x, y) {
    const [file] = [...row.photos, ...row.documents];
    const elsewhere = this.myChats().filter(({ id }) => id !== this.chatId).map((chat) => this.entryFor(chat));
    const items = [
      { label: "Reply", icon: "icon-reply", run: () => this.replyTo(row) },
      row.text && { label: "Copy text", icon: "icon-copy", run: () => copy(row.text) },
      file && { label: "Download", icon: "icon-save", run: () => download(file) },
      ...elsewhere.map(({ chat, name }) => ({ label: `Forward to ${name}`, icon: "icon-out", run: () => this.forward(row, chat) })),
      (row.mine || this.chat().type === "private") && { label: "Delete", icon: "icon-close", run: () => this.remove(row) },
    ];
    openMenu(items.filter(Boolean), { x, y });
  }

  async forward(row, chat) {
    const fromChatId = this.chatId;
    this.become(this.me, chat.id);
    await orToast(async () => {
      for (const messageId of row.messageIds) await forward(chat.id, { from: this.me, fromChatId, messageId });
    });
  }

  async remove(row) {
    await orToast(() => Promise.all(row.messageIds.map((messageId) => remove(this.chatId, { from: this.me, messageId }))));
  }

  openSide(open) {
    document.body.classList.toggle("side-shown", open);
    byId("side-open").ariaExpanded = String(open);
  }

  // What is seen

  show() {
    if (!this.person()) return;
    this.showSide();
    this.showHeader();
    const rows = rowsOf(this.history, this.chatId, this.me);
    byId("welcome").hidden = rows.length > 0 || !this.online;
    this.list.show(rows);
  }

  showSide() {
    const theirs = (person) => (person.id === this.me ? 0 : this.unread.get(person.id) ?? 0);
    showPeople(this.people, this.me, { unread: theirs, onChoose: (id) => this.become(id) });
    showChats(this.myChats().map((chat) => this.entryFor(chat)), this.chatId, (id) => { this.become(this.me, id); this.openSide(false); });
    const waiting = [...this.unread.values()].reduce((a, b) => a + b, 0);
    byId("side-dot").hidden = !waiting;
    document.title = waiting ? `(${waiting}) ${nameOf(this.bot)}` : nameOf(this.bot);
  }

  entryFor(chat) {
    const alone = chat.type === "private";
    const action = this.actions.get(chat.id);
    return {
      chat, face: alone ? this.bot : chat, name: alone ? nameOf(this.bot) : chat.title, last: this.history.last(chat.id),
      unread: this.unread.get(chat.id) ?? 0, action: action && `${action.words.replace("is ", "")}…`,
    };
  }

  showHeader() {
    const chat = this.chat();
    if (!chat) return;
    const { face, name } = this.entryFor(chat);
    byId("chat-avatar").replaceChildren(avatarOf(face));
    byId("chat-name").textContent = name;
    const action = this.actions.get(chat.id);
    byId("chat-status").textContent = this.statusOf(chat, action);
    byId("chat-status").classList.toggle("action", Boolean(action) && this.online);
    document.body.classList.toggle("offline", !this.online);
    document.body.classList.toggle("group", chat.type !== "private");
  }

  membersOf(chat) {
    return [nameOf(this.bot), ...this.people.filter(({ id }) => chat.members.includes(id)).map(nameOf)];
  }

  statusOf(chat, action) {
    if (!this.online) return "Waiting for the sandbox…";
    if (action) return `${nameOf(this.bot)} ${action.words}…`;
    return chat.type === "private" ? "your painter" : this.membersOf(chat).join(", ");
  }
}

/** What the server refuses is told to the person. */
async function orToast(act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(error.message, { bad: true });
  }
}

function download({ url, name, id }) {
  const link = Object.assign(document.createElement("a"), { href: url, download: name ?? `impasto-${id}.jpg` });
  link.click();
}

new Page().start();
