/** Sending, one upload after the other, so that the first dropped photo is also the first in the chat. */

import { ApiError, send } from "./api.js";
import { LONGEST_SIDE, asPhoto } from "./photos.js";

const LARGEST_ALBUM = 10;
const KEEP_SENT_MS = 20_000; // the sent picture is shown until the server's own has loaded

export class Sender {
  /** `changed()` is called whenever a bubble that is being sent has changed. */
  constructor(history, changed) {
    this.history = history;
    this.changed = changed;
    this.preparing = Promise.resolve();
    this.uploading = Promise.resolve();
    this.count = 0;
  }

  text(to, text, quote) {
    this.begin({ ...to, text, quote, replyTo: quote?.messageId, files: [] });
  }

  /** `mode`: photo, hd or file. Photos that belong together go as albums; what is not a photo goes untouched. */
  files(to, files, { mode, caption, quote }) {
    const first = { text: caption, quote, replyTo: quote?.messageId };
    this.preparing = this.preparing.then(async () => {
      const batches = batchesOf(await sortedFiles(files, mode));
      batches.forEach((batch, i) => this.begin({ ...to, ...(i ? {} : first), ...batch }));
    });
  }

  begin(outgoing) {
    Object.assign(outgoing, { key: `pending:${++this.count}`, date: Date.now() / 1000, progress: 0 });
    this.history.pending.push(outgoing);
    this.changed();
    this.enqueue(outgoing);
  }

  enqueue(outgoing) {
    this.uploading = this.uploading.then(() => this.upload(outgoing));
  }

  async upload(outgoing) {
    const { key, chatId, sender, text, replyTo, files, asDocument } = outgoing;
    const words = files.length ? { caption: text } : { text };
    const onProgress = (fraction) => { outgoing.progress = fraction; this.changed(); };
    try {
      this.history.settle(key, await send(chatId, { from: sender.id, ...words, replyTo, files, asDocument }, onProgress));
      setTimeout(() => outgoing.photos?.forEach(({ url }) => URL.revokeObjectURL(url)), KEEP_SENT_MS);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      outgoing.error = error.message;
    }
    this.changed();
  }

  retry(key) {
    const outgoing = this.history.pending.find((waiting) => waiting.key === key);
    Object.assign(outgoing, { error: null, progress: 0 });
    this.changed();
    this.enqueue(outgoing);
  }

  discard(key) {
    this.history.discard(key);
    this.changed();
  }
}

async function sortedFiles(files, mode) {
  const photos = [];
  const documents = [];
  for (const file of files) {
    const photo = mode === "file" ? null : await asPhoto(file, LONGEST_SIDE[mode]);
    if (photo) photos.push(photo);
    else documents.push({ blob: file, name: file.name || "file" });
  }
  return { photos, documents };
}

function batchesOf({ photos, documents }) {
  return [
    ...chunks(photos).map((files) => ({ files, asDocument: false, photos: files.map(shownPhoto) })),
    ...chunks(documents).map((files) => ({ files, asDocument: true, documents: files.map(shownDocument) })),
  ];
}

function chunks(files) {
  return Array.from({ length: Math.ceil(files.length / LARGEST_ALBUM) }, (_, i) => files.slice(i * LARGEST_ALBUM, (i + 1) * LARGEST_ALBUM));
}

const shownPhoto = ({ blob, width, height }) => ({ url: URL.createObjectURL(blob), width, height });
const shownDocument = ({ blob, name }) => ({ name, size: blob.size, url: null, image: false });
