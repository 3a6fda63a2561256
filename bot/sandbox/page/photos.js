/** Photos the way Telegram's apps send them: upright, on white, downscaled, JPEG. */

import { element } from "./dom.js";

export const LONGEST_SIDE = { photo: 1280, hd: 2560 };
const SMALLER_SIDES = [90, 320, 800, 1280]; // Telegram's sizes s, m, x and y
const JPEG_QUALITY = 0.9;
const LONGEST_RATIO = 20; // Telegram refuses longer photos; its apps send such pictures as files

/** `{blob, name, width, height, smaller}`, or null where the file is better sent untouched: no photo, moving, or very long. */
export async function asPhoto(file, longestSide) {
  if (file.type === "image/gif") return null;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap || Math.max(bitmap.width / bitmap.height, bitmap.height / bitmap.width) > LONGEST_RATIO) return null;
  const size = fitted(bitmap, longestSide);
  const sides = SMALLER_SIDES.filter((side) => side < Math.max(size.width, size.height));
  const [blob, ...smaller] = await Promise.all([size, ...sides.map((side) => fitted(bitmap, side))].map((one) => jpegOf(bitmap, one)));
  bitmap.close();
  return { blob, name: jpegName(file.name), smaller, ...size };
}

const jpegName = (name) => `${(name || "photo").replace(/\.[^.]*$/, "")}.jpg`;

function fitted({ width, height }, longestSide) {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function jpegOf(bitmap, { width, height }) {
  const canvas = element("canvas", { width, height });
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY); });
}
