/** How people, messages, times and sizes are called on the page. */

export const nameOf = (user) => user ? [user.first_name ?? user.title, user.last_name].filter(Boolean).join(" ") : "";

/** One line that stands for a message in a quote or in the list of chats. */
export function snippetOf(message) {
  const service = serviceText(message);
  if (service) return service;
  const words = message.text ?? message.caption;
  if (message.photo) return words ? `Photo · ${oneLine(words)}` : "Photo";
  if (message.document) return words ? `File · ${oneLine(words)}` : message.document.file_name ?? "File";
  return oneLine(words);
}

/** What has happened, for messages that nobody wrote; null for all others. */
export function serviceText(message) {
  if (message.migrate_to_chat_id) return "This group has become a supergroup";
  if (message.migrate_from_chat_id) return "Here the supergroup begins";
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join(", ")} joined`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} left`;
  if (message.forum_topic_created) return `New topic: ${message.forum_topic_created.name}`;
  return message.text ?? message.caption ?? message.photo ?? message.document ? null : "A message that this page cannot show";
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

export function timeOf(unixSeconds) {
  return new Date(unixSeconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function dayName(day) {
  const midnight = new Date(day);
  const days = Math.round((new Date(new Date().toDateString()) - midnight) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return midnight.toLocaleDateString([], { day: "numeric", month: "long", year: days > 300 ? "numeric" : undefined });
}
