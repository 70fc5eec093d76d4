// The filter bar: what is chosen stands in the address bar, and can be kept as a webhook, a feed or a file.

import { download, get, hasKey } from "./client.js";
import { button, el, field } from "./dom.js";
import { MINE_TYPES, OFF_LADDER, plain, rungsOf, STATUSES, TOPICS } from "./words.js";

const NAMES = ["q", "topic", "country", "treaty", "stage", "producer", "mine_type", "language", "status", "min_sources", "min_score"];

// Only what the API knows as a filter, whatever else stands in the address.
export function chosen(query) {
  const kept = new URLSearchParams();
  for (const name of NAMES) for (const value of query.getAll(name)) if (value) kept.append(name, value);
  return kept;
}

export const isEmpty = (filters) => [...filters].length === 0;

export function words(filters) {
  return [...filters].map(([name, value]) => `${plain(name)} ${plain(value).replaceAll(",", " or ")}`).join(", ");
}

const option = (value, text, selected) => el("option", { value, selected: value === selected }, text);

function select(name, values, current, any) {
  // An address may ask for several at once: that choice is kept as it is.
  const offered = current && !values.includes(current) ? [current, ...values] : values;
  return el("select", { name }, option("", any, current), offered.map((value) => option(value, plain(value), current)));
}

function text(name, current, placeholder, attributes) {
  return el("input", { name, value: current || null, placeholder, autocomplete: "off", ...attributes });
}

let treaties = null;
async function treatyIds() {
  treaties ||= (await get("v1/treaties").catch(() => ({ data: [] }))).data;
  return treaties;
}

// `apply` is told of the filters as they are now, whenever they change.
export async function filterBar(filters, apply) {
  const now = (name) => filters.get(name) || "";
  const topic = now("topic");
  const stages = (topic ? [topic] : TOPICS).flatMap((one) => [...rungsOf(one), ...OFF_LADDER[one]]);
  const known = await treatyIds();
  const treaty = el("select", { name: "treaty" }, option("", "any", now("treaty")),
    known.map((one) => option(one.id, one.name, now("treaty"))));
  const form = el("form", { class: "filters", role: "search", "aria-label": "Filter the events" },
    field("Words", text("q", now("q"), "in any language", { type: "search" })),
    field("Topic", select("topic", TOPICS, topic, "both")),
    field("State", text("country", filters.getAll("country").join(","), "PL, LT", { size: 8, pattern: "[A-Za-z]{2}([ ,]+[A-Za-z]{2})*", title: "Two-letter codes, such as PL, LT" })),
    topic !== "mine_production" && field("Treaty", treaty),
    field("Stage", select("stage", [...new Set(stages)], now("stage"), "any")),
    topic !== "treaty_withdrawal" && field("Mine", select("mine_type", MINE_TYPES, now("mine_type"), "any")),
    topic !== "treaty_withdrawal" && field("Maker", text("producer", now("producer"), "", { size: 10 })),
    field("Language", text("language", now("language"), "fi", { size: 4, pattern: "[A-Za-z]{2,3}([ ,]+[A-Za-z]{2,3})*" })),
    field("Status", select("status", STATUSES, now("status"), "any")),
    field("Sources", text("min_sources", now("min_sources"), "1", { type: "number", min: 0, max: 99, size: 3 })));
  const read = () => {
    const next = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const listed = name === "country" || name === "language" ? value.split(/[ ,]+/).filter(Boolean).join(",") : value.trim();
      if (listed) next.append(name, name === "country" ? listed.toUpperCase() : listed);
    }
    return next;
  };
  form.addEventListener("submit", (submitted) => { submitted.preventDefault(); apply(read()); });
  form.addEventListener("change", () => form.checkValidity() && apply(read()));
  return form;
}

// A filter, made lasting.
export function keepAs(filters, attempt, said = "Keep this as ") {
  const query = isEmpty(filters) ? "" : `?${filters}`;
  const file = () => attempt(() => download(`v1/events.csv${query}`, "ottawatch.csv"));
  return el("p", { class: "keep" }, el("span", {}, said),
    el("a", { href: `#/alerts${query}` }, "a webhook"), ", ",
    el("a", { href: `v1/events.atom${query}` }, "an Atom feed"), ", ",
    el("a", { href: `v1/events.rss${query}` }, "RSS"), ", ",
    hasKey() ? button("a CSV file", file, { class: "link" }) : el("a", { href: `v1/events.csv${query}`, download: "ottawatch.csv" }, "a CSV file"),
    " or ", el("a", { href: `v1/events${query}` }, "JSON"));
}
