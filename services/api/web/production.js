// Production: who makes which mines where, how far it has come, and how much, over time.

import { get } from "./client.js";
import { el, svg } from "./dom.js";
import { chosen, filterBar, keepAs } from "./filters.js";
import { marks } from "./pieces.js";
import { dayOf } from "./timeline.js";
import { count, country, day, plain, rungsOf } from "./words.js";

const ROW = 34;
const LEFT = 240;
const WIDTH = 1060;

export async function open({ query, attempt }) {
  const filters = chosen(query);
  filters.set("topic", "mine_production");
  const page = await get(`v1/events?${new URLSearchParams([...filters, ["limit", "500"]])}`);
  const lines = programmes(page.data);
  const bar = await filterBar(filters, (next) => { next.delete("topic"); location.hash = `#/production?${next}`; });
  const element = el("section", { "aria-labelledby": "production-heading" },
    el("h1", { id: "production-heading" }, `Mines into production: ${count(lines.length, "programme")}, ${count(page.data.length, "step")}`),
    el("details", { class: "filter-box" }, el("summary", {}, "Filter and keep"), bar, keepAs(filters, attempt)),
    lines.length === 0 ? el("div", { class: "empty" }, el("h2", {}, "No step into mine production passes this filter"))
      : [chart(lines), legend(), table(lines)]);
  return { element, title: "Production", concerns: (event) => event.topic === "mine_production" };
}

// One state, one maker, one class of mine: its steps in time order.
function programmes(events) {
  const found = new Map();
  for (const event of events) {
    const key = [event.country, event.producer || "", event.mine_type].join("|");
    found.set(key, [...(found.get(key) || []), event]);
  }
  const lines = [...found.values()].map((steps) => steps.sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1)));
  return lines.sort((a, b) => (dayOf(b.at(-1)) < dayOf(a.at(-1)) ? -1 : 1));
}

const nameOf = (steps) => [country(steps[0].country), steps[0].producer || "maker not named"].join(" · ");
const latest = (steps, field) => steps.map((event) => event[field]).filter((value) => value !== null && value !== undefined).at(-1);

function chart(lines) {
  const days = lines.flat().map((event) => Date.parse(dayOf(event)));
  const first = Math.min(...days), last = Math.max(Date.now(), ...days);
  const span = Math.max(last - first, 30 * 86_400_000);
  const x = (time) => LEFT + 12 + ((time - first) / span) * (WIDTH - LEFT - 40);
  const height = lines.length * ROW + 34;
  const rungs = rungsOf("mine_production");
  return el("div", { class: "scroll charted" }, svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": "Steps of each programme over time; the table below says the same" },
    ticks(first, first + span).map(([at, words]) => [
      svg("line", { class: "tick", x1: x(at), x2: x(at), y1: 0, y2: height - 22 }),
      svg("text", { class: "axis", x: x(at), y: height - 6, "text-anchor": "middle" }, words)]),
    lines.map((steps, row) => {
      const y = row * ROW + ROW / 2;
      const from = x(Date.parse(dayOf(steps[0]))), to = x(Date.parse(dayOf(steps.at(-1))));
      const capacity = latest(steps, "capacity_per_year"), quantity = latest(steps, "quantity");
      const amount = capacity ? `${capacity.toLocaleString("en")} a year` : quantity ? `${quantity.toLocaleString("en")} ordered` : "";
      return svg("g", {},
        svg("text", { class: "name", x: 0, y: y - 2 }, shorten(nameOf(steps))),
        svg("text", { class: "axis", x: 0, y: y + 11 }, [plain(steps[0].mine_type), amount].filter(Boolean).join(" · ")),
        svg("line", { class: "run", x1: from, x2: to, y1: y, y2: y }),
        steps.map((event) => {
          const rung = rungs.indexOf(event.stage);
          return svg("a", { href: `#/events/${event.id}`, "aria-label": event.title },
            svg("title", {}, `${day(dayOf(event))}: ${event.title}`),
            svg("circle", { class: rung < 0 ? "step off" : `step rung-${rung}`, cx: x(Date.parse(dayOf(event))), cy: y, r: 5 + Math.max(rung, 0) * 0.7 }));
        }));
    })));
}

const shorten = (words) => (words.length > 38 ? `${words.slice(0, 37)}…` : words);

function ticks(from, to) {
  const start = new Date(from), found = [];
  const months = (to - from) / 86_400_000 / 30;
  const step = months > 36 ? 12 : months > 12 ? 3 : months > 5 ? 2 : 1;
  for (let at = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1)); at <= to; at.setUTCMonth(at.getUTCMonth() + step)) {
    found.push([at.getTime(), at.toLocaleDateString("en-GB", { month: "short", year: "2-digit", timeZone: "UTC" })]);
  }
  return found;
}

function legend() {
  return el("p", { class: "legend" }, rungsOf("mine_production").map((rung, index) => el("span", {}, el("i", { class: `rung-${index}` }), plain(rung))),
    el("span", {}, el("i", { class: "off" }), "halted or rejected"));
}

function table(lines) {
  const head = ["State", "Maker", "Mines", "Furthest step", "Since"];
  return el("div", { class: "scroll" }, el("table", { class: "table" },
    el("caption", {}, "Programmes, the latest step first"),
    el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)), ["Ordered", "A year", "Sources"].map((name) => el("th", { scope: "col", class: "number" }, name)))),
    el("tbody", {}, lines.map((steps) => {
      const now = steps.at(-1), first = steps[0];
      const query = new URLSearchParams({ topic: "mine_production", country: first.country, ...(first.producer && { producer: first.producer }) });
      const number = (field) => latest(steps, field)?.toLocaleString("en") || "";
      return el("tr", {}, el("th", { scope: "row" }, country(first.country)),
        el("td", {}, el("a", { href: `#/timeline?${query}`, dir: "auto" }, first.producer || "not named")),
        el("td", {}, plain(first.mine_type)), el("td", {}, el("a", { href: `#/events/${now.id}` }, plain(now.stage)), " ", marks(now)),
        el("td", {}, day(dayOf(now))), el("td", { class: "number" }, number("quantity")), el("td", { class: "number" }, number("capacity_per_year")),
        el("td", { class: "number" }, Math.max(...steps.map((event) => event.sources))));
    }))));
}
