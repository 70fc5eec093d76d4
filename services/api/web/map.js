// A map coloured by rung. The outlines are Natural Earth's; see LICENSES.txt.

import { el, svg } from "./dom.js";
import { country } from "./words.js";

let outlines = null;
async function load() {
  outlines ||= await (await fetch("web/map.json")).json();
  return outlines;
}

// `tones`: a class name for each state's code; `titles`: what a state's outline says; `addressOf`: where it leads.
export async function map(name, tones, titles, addressOf, label) {
  const { width, height, paths } = (await load())[name];
  // States that are told of come last, so that their outlines lie above their neighbours'.
  const codes = Object.keys(paths).sort((a, b) => (tones[a] ? 1 : 0) - (tones[b] ? 1 : 0));
  return el("div", { class: "map" }, svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label },
    codes.map((code) => {
      const outline = svg("path", { d: paths[code], class: tones[code] || "none" });
      if (!titles[code]) return outline;
      outline.append(svg("title", {}, `${country(code)}: ${titles[code]}`));
      return svg("a", { href: addressOf(code), "aria-label": `${country(code)}: ${titles[code]}` }, outline);
    })));
}
