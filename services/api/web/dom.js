// Builds elements. Text goes in as text nodes only, so nothing that an article says can become markup.

const SVG = "http://www.w3.org/2000/svg";

export const el = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

// A link only where the address is a web address: an article may claim any.
export function outside(address, text) {
  let url = null;
  try { url = new URL(address); } catch { /* no link then */ }
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return el("span", { dir: "auto" }, text);
  return el("a", { href: url.href, rel: "noopener noreferrer nofollow", target: "_blank", dir: "auto" }, text);
}

export const button = (words, onclick, attributes) => el("button", { type: "button", onclick, ...attributes }, words);

let fields = 0;
// A labelled control; `control` is an input, select or textarea.
export function field(words, control, hint) {
  control.id ||= `field-${++fields}`;
  return el("span", { class: "field" }, el("label", { for: control.id }, words), control, hint && el("small", {}, hint));
}
