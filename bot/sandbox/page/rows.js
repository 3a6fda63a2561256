/** What a chat looks like, decided without touching the page: messages in, one row for each bubble out. */

import { rowKeyOf } from "./history.js";
import { nameOf, serviceText, snippetOf } from "./wording.js";

const SAME_BREATH_SECONDS = 300;

/** Rows of a chat as `me` sees it: siblings of an album joined, what is still being sent at the end. */
export function rowsOf(history, chatId, me) {
  const rows = [...albumsOf(history.in(chatId)).map((album) => rowOf(album, me, history.keys)), ...history.pendingIn(chatId, me).map(pendingRow)];
  rows.forEach((row, i) => joinNeighbours(row, rows[i - 1], rows[i + 1]));
  return withDays(rows);
}

/** Siblings may arrive late and out of order: the album stands where its first message stands. */
function albumsOf(messages) {
  const albums = new Map();
  for (const message of messages) {
    const key = rowKeyOf(message);
    albums.set(key, [...(albums.get(key) ?? []), message]);
  }
  return [...albums.values()];
}

function rowOf(album, me, keys) {
  const [first] = album;
  const service = serviceText(first);
  if (service) return { key: rowKeyOf(first), service, date: first.date, sender: { id: 0 }, messageIds: [first.message_id] };
  const captioned = album.find((message) => message.caption) ?? first;
  return {
    key: keys.get(rowKeyOf(first)) ?? rowKeyOf(first),
    messageId: first.message_id,
    messageIds: album.map((message) => message.message_id),
    sender: first.from ?? first.sender_chat ?? { id: 0, first_name: "Telegram" },
    mine: first.from?.id === me,
    date: first.date,
    edited: album.some((message) => message.edit_date),
    forwardedFrom: originOf(first.forward_origin),
    quote: quoteOf(first.reply_to_message),
    photos: album.filter((message) => message.photo?.length).map(photoOf),
    documents: album.filter((message) => message.document).map(documentOf),
    text: captioned.text ?? captioned.caption ?? "",
    entities: captioned.entities ?? captioned.caption_entities ?? [],
    keyboard: album.at(-1).reply_markup?.inline_keyboard ?? null,
  };
}

function photoOf(message) {
  const largest = message.photo.reduce((a, b) => (a.width * a.height >= b.width * b.height ? a : b));
  return { id: message.message_id, url: message.photo_url, width: largest.width, height: largest.height };
}

function documentOf({ message_id: id, document, document_url: url }) {
  return { id, url, name: document.file_name ?? "file", size: document.file_size ?? 0, image: isPicture(document.mime_type) };
}

const isPicture = (type) => /^image\/(jpeg|png|webp|gif|avif|bmp)$/.test(type ?? "");

/** Bot API: MessageOrigin. */
function originOf(origin) {
  if (!origin) return null;
  return nameOf(origin.sender_user ?? origin.sender_chat ?? origin.chat) || origin.sender_user_name || "somebody";
}

function quoteOf(message) {
  return message ? { messageId: message.message_id, name: nameOf(message.from), text: snippetOf(message), url: message.photo_url ?? null } : null;
}

function pendingRow(outgoing) {
  return {
    key: outgoing.key, messageId: null, messageIds: [], sender: outgoing.sender, mine: true, date: outgoing.date, edited: false,
    quote: outgoing.quote ?? null, photos: outgoing.photos ?? [], documents: outgoing.documents ?? [],
    text: outgoing.text ?? "", entities: [], keyboard: null, pending: { progress: outgoing.progress, error: outgoing.error ?? null },
  };
}

function joinNeighbours(row, before, after) {
  row.joinsBefore = sameBreath(before, row);
  row.joinsAfter = sameBreath(row, after);
}

function sameBreath(a, b) {
  return Boolean(a && b) && a.sender.id === b.sender.id && dayOf(a.date) === dayOf(b.date) && b.date - a.date < SAME_BREATH_SECONDS;
}

function withDays(rows) {
  return rows.flatMap((row, i) => {
    const day = dayOf(row.date);
    return i && dayOf(rows[i - 1].date) === day ? [row] : [{ key: `day:${day}`, day }, row];
  });
}

const dayOf = (unixSeconds) => new Date(unixSeconds * 1000).toDateString();
