// A case as a line in time: every rung one state reached with one treaty, or one maker with its mines.

import { get } from "./client.js";
import { el } from "./dom.js";
import { chosen, keepAs, words } from "./filters.js";
import { facts, ladder, marks, stage, status } from "./pieces.js";
import { country, day } from "./words.js";

// The day a step happened as far as it is known, else the day it was reported.
export const dayOf = (event) => event.occurred_on
  || (event.stage === "in_effect" && (event.computed_effective_on || event.claimed_effective_on))
  || (event.stage === "notified" && event.notified_on)
  || (event.newest_report_at || event.first_seen_at).slice(0, 10);

export async function open({ query, attempt }) {
  const filters = chosen(query);
  const page = await get(`v1/events?${new URLSearchParams([...filters, ["limit", "500"]])}`);
  const steps = page.data.sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1));
  const treaty = filters.get("treaty") && (await get(`v1/treaties/${encodeURIComponent(filters.get("treaty"))}`).catch(() => null))?.name;
  const title = [filters.get("country") && country(filters.get("country")), treaty || filters.get("producer")].filter(Boolean).join(" · ") || words(filters);
  const element = el("section", { "aria-labelledby": "case-heading" },
    el("a", { class: "back", href: "#/now" }, "← All steps"),
    el("h1", { id: "case-heading", class: "big" }, title),
    keepAs(filters, attempt),
    steps.length === 0 && el("div", { class: "empty" }, el("h2", {}, "No step has been reported in this case")),
    el("ol", { class: "timeline" }, steps.map((event) => el("li", {},
      el("span", { class: "day" }, day(dayOf(event))),
      el("div", { class: "row" }, ladder(event), stage(event), status(event), marks(event)),
      el("a", { href: `#/events/${event.id}`, dir: "auto" }, event.title),
      facts(event)))));
  return { element, title, concerns: (event) => [...filters].every(([name, value]) => !(name in event) || value.split(",").includes(String(event[name]))) };
}
