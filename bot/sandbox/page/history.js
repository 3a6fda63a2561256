/** What the page knows of every chat: the messages told by the server, and those it is still sending. */

export class History {
  constructor() {
    this.messages = new Map(); // chat id → Map of message id → message
    this.pending = []; // {key, chatId, …} in the order of sending
    this.held = []; // own messages told by an event while their upload has not been answered yet
    this.keys = new Map(); // row key told by the server → key of the bubble that was shown while sending
  }

  /** Messages of a chat, by id. */
  in(chatId) {
    return [...this.chat(chatId).values()].sort((a, b) => a.message_id - b.message_id);
  }

  chat(chatId) {
    if (!this.messages.has(chatId)) this.messages.set(chatId, new Map());
    return this.messages.get(chatId);
  }

  last(chatId) {
    return this.in(chatId).at(-1);
  }

  find(chatId, messageId) {
    return this.chat(chatId).get(messageId);
  }

  replace(chatId, messages) {
    this.messages.set(chatId, new Map(messages.map((message) => [message.message_id, message])));
  }

  put(message) {
    this.chat(message.chat.id).set(message.message_id, message);
  }

  remove(chatId, messageId) {
    this.chat(chatId).delete(messageId);
  }

  /** Whether an own message has to wait for the answer to its upload, so that its bubble is not shown twice. */
  holds(message) {
    const sending = this.pending.some(({ chatId, sender, error }) => chatId === message.chat.id && sender.id === message.from?.id && !error);
    if (sending) this.held.push(message);
    return sending;
  }

  pendingIn(chatId, me) {
    return this.pending.filter((outgoing) => outgoing.chatId === chatId && outgoing.sender.id === me);
  }

  /** The upload `key` has become `messages`: they take over its bubble. */
  settle(key, messages) {
    this.pending = this.pending.filter((outgoing) => outgoing.key !== key);
    messages.forEach((message) => this.put(message));
    if (messages.length) this.keys.set(rowKeyOf(messages[0]), key);
    const held = this.held.splice(0);
    for (const message of held) if (!this.holds(message)) this.putUnlessNewer(message);
  }

  /** A held message may have been edited since; what the chat has already is at least as new. */
  putUnlessNewer(message) {
    if (!this.find(message.chat.id, message.message_id)) this.put(message);
  }

  discard(key) {
    this.settle(key, []);
  }
}

/** Every chat numbers its own messages, so the chat is part of the key. */
export const rowKeyOf = ({ chat, media_group_id: album, message_id: id }) => (album ? `${chat.id}:album:${album}` : `${chat.id}:${id}`);
