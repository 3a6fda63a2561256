/** The chat's background: brush strokes along a slow flow, each a handful of bristles. Painted by code, always the same. */

const PAINTS = ["#3c4fc0", "#f0a52e", "#e8583a", "#1f9c8a", "#8f6fd8", "#d9a441"];
const BRISTLES = 7;
const AREA_PER_STROKE_PX = 1500;
const STROKES_PER_FRAME = 60;

/** Paints once for the whole screen, so that the picture stands still when the window or a panel changes its size. */
export function startWallpaper(canvas) {
  Object.assign(canvas, { width: Math.max(screen.width, innerWidth), height: Math.max(screen.height, innerHeight) });
  const context = canvas.getContext("2d");
  context.lineCap = "round";
  paint(context, randomFrom(7), Math.round((canvas.width * canvas.height) / AREA_PER_STROKE_PX));
}

/** A few strokes in each frame, so that the page never waits for its wallpaper. */
function paint(context, random, strokesLeft) {
  const { width, height } = context.canvas;
  for (let i = Math.min(STROKES_PER_FRAME, strokesLeft); i > 0; i--) {
    stroke(context, { x: random() * width, y: random() * height, random });
  }
  if (strokesLeft > STROKES_PER_FRAME) requestAnimationFrame(() => paint(context, random, strokesLeft - STROKES_PER_FRAME));
}

function stroke(context, { x, y, random }) {
  const path = pathFrom(x, y, 6 + Math.floor(random() * 12));
  const thickness = 7 + random() * 9;
  context.strokeStyle = PAINTS[Math.floor((swirl(x, y) * 0.16 + 0.5 + random() * 0.35) * PAINTS.length) % PAINTS.length];
  for (let bristle = 0; bristle < BRISTLES; bristle++) {
    context.globalAlpha = 0.16 + random() * 0.4;
    context.lineWidth = (thickness / BRISTLES) * (0.7 + random() * 0.9);
    drawBeside(context, path, (bristle / (BRISTLES - 1) - 0.5) * thickness);
  }
}

function pathFrom(x, y, steps) {
  const points = [];
  for (let i = 0; i < steps; i++) {
    const angle = swirl(x, y);
    points.push({ x, y, angle });
    x += Math.cos(angle) * 7;
    y += Math.sin(angle) * 7;
  }
  return points;
}

function drawBeside(context, path, offset) {
  context.beginPath();
  for (const { x, y, angle } of path) context.lineTo(x - Math.sin(angle) * offset, y + Math.cos(angle) * offset);
  context.stroke();
}

/** The direction of the flow at a point: three slow waves that never repeat within a screen. */
function swirl(x, y) {
  return Math.sin(x / 190 + y / 310) * 1.3 + Math.cos(y / 150 - x / 420) * 1.1 + Math.sin((x + y) / 530) * 0.7;
}

/** The same sequence in [0, 1) for the same seed: a linear congruential generator modulo 2 ** 32. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
