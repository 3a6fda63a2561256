/** Building nodes. Text only ever becomes text nodes: this page never parses HTML that came in a message. */

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

/** `on…` attributes are listeners, `true` is an empty attribute, and null, undefined and false are left out. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** A drawing of the sprite in index.html: `icon-…` or `avatar-…`. */
export function drawing(id, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${id}`);
  svg.append(use);
  return svg;
}

/** One place of the page that is rebuilt only when the value it shows has changed. */
export class Slot {
  constructor(node, build) {
    this.node = node;
    this.build = build;
    this.shown = undefined;
    node.hidden = true;
  }

  show(value) {
    const signature = JSON.stringify(value ?? null);
    if (signature === this.shown) return;
    this.shown = signature;
    this.node.hidden = value === null || value === undefined;
    this.node.replaceChildren(...(this.node.hidden ? [] : this.build(value)));
  }
}
