/** The sandbox's page API: JSON over HTTP, uploads with progress, and server-sent events that come back by themselves. */

const ANSWER_SECONDS = 15;
const RECONNECT_MS = [250, 500, 1000, 2000, 3000];

/** The server said no, or did not answer: `message` can be shown to the person. */
export class ApiError extends Error {}

async function call(path, body) {
  const request = { signal: AbortSignal.timeout(ANSWER_SECONDS * 1000) };
  if (body !== undefined) {
    Object.assign(request, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  }
  const response = await fetch(path, request).catch(() => { throw new ApiError("The sandbox does not answer."); });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(refusal(answer, response.status));
  return answer;
}

function refusal(answer, status) {
  return answer?.description ?? answer?.error ?? `The sandbox refused that (${status}).`;
}

export const loadState = () => call("/sandbox/state");
export const loadMessages = (chatId, personId) => call(`/sandbox/chats/${chatId}/messages?as=${personId}`);
export const loadLog = () => call("/sandbox/log");
export const makeTrouble = (fault) => call("/sandbox/faults", fault);

/** Into the chat `chatId`, from the chat `fromChatId`. */
export function forward(chatId, { from, fromChatId, messageId }) {
  return call(`/sandbox/chats/${chatId}/forward`, { from, from_chat_id: fromChatId, message_id: messageId });
}

export function remove(chatId, { from, messageId }) {
  return call(`/sandbox/chats/${chatId}/delete`, { from, message_id: messageId });
}

/** Presses an inline button; resolves with the bot's answerCallbackQuery, `{text, show_alert}`. */
export function press(chatId, { from, messageId, callbackData }) {
  return call(`/sandbox/chats/${chatId}/press`, { from, message_id: messageId, callback_data: callbackData });
}

/** Sends text or files; `onProgress` gets the uploaded fraction, 0..1. Resolves with the new messages. */
export function send(chatId, outgoing, onProgress = () => {}) {
  return outgoing.files.length ? upload(chatId, formOf(outgoing), onProgress) : write(chatId, outgoing);
}

async function write(chatId, { from, text, replyTo }) {
  const { messages } = await call(`/sandbox/chats/${chatId}/messages`, { from, text, reply_to: replyTo });
  return messages;
}

function upload(chatId, form, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/sandbox/chats/${chatId}/messages`);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new ApiError("The sandbox does not answer."));
    request.onload = () => {
      if (request.status < 300 && request.response) resolve(request.response.messages ?? []);
      else reject(new ApiError(refusal(request.response, request.status)));
    };
    request.send(form);
  });
}

/** Photos bring their smaller sizes along as `smaller_0`, `smaller_1` …, numbered like the files. */
function formOf({ from, caption, replyTo, asDocument, files }) {
  const form = new FormData();
  form.set("from", from);
  if (caption) form.set("caption", caption);
  if (replyTo) form.set("reply_to", replyTo);
  form.set("as_document", asDocument ? "1" : "0");
  files.forEach(({ blob, name, smaller = [] }, i) => {
    form.append("files", blob, name);
    smaller.forEach((size) => form.append(`smaller_${i}`, size, name));
  });
  return form;
}

/**
 * Listens for the server's events, which page_api.py names, until the page is closed. After every (re)connection
 * `onOpen` runs, so that what was missed can be caught up; an own retry, since EventSource gives up on a 502.
 */
export function listen({ onOpen, onLost, on }) {
  let failures = 0;
  const connect = () => {
    const source = new EventSource("/sandbox/events");
    source.onopen = () => { failures = 0; onOpen(); };
    source.onerror = () => {
      source.close();
      onLost();
      setTimeout(connect, RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)]);
    };
    for (const [name, handle] of Object.entries(on)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  };
  connect();
}
