// Builds elements. Text goes in as text nodes only, so nothing that an article says can become markup.

export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  for (const child of children.flat()) {
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
