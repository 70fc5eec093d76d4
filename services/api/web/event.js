// One event: the rung, both dates with the formula, why we say so, what is contradicted, its history, and reviews.

import { get, hasKey } from "./client.js";
import { button, el, outside } from "./dom.js";
import { marks, stage, status, subject, time } from "./pieces.js";
import { reviewPanel, reviewList } from "./review.js";
import { calmly, redraw } from "./steady.js";
import { count, countdown, day, ladderOf, language, moment, plain } from "./words.js";

export async function open({ rest, attempt, meanwhile }) {
  const id = rest[0];
  let event = await get(`v1/events/${id}`);
  const reading = { attempt, texts: new Map() };
  const above = el("div", {});
  const below = el("div", {});
  // The panel is made once and never drawn anew: what is being typed there is a person's.
  const panel = hasKey() ? reviewPanel(event, attempt, reload) : null;
  const draw = () => {
    redraw(above, told(event, reading));
    redraw(below, el("h2", {}, "History"), el("ol", { class: "history" }, event.history.map(version)));
    panel?.update(event);
  };
  let turn = 0;
  async function reload() {
    const mine = ++turn;
    const now = await get(`v1/events/${event.id}`);
    if (mine !== turn) return; // a later answer is drawn, or will be
    event = now;
    draw();
  }
  draw();
  const reloadCalmly = calmly(() => meanwhile(reload));
  return {
    element: el("section", {}, el("a", { class: "back", href: "#/now" }, "← All steps"),
      el("article", { class: "detail" }, above, panel?.element, below)),
    title: event.title,
    refresh: reload,
    onAlert(alert) { if (alert.data.event?.id === event.id) reloadCalmly(); },
  };
}

function told(event, reading) {
  return [
    el("div", { class: "row" }, el("span", { class: "where" }, subject(event)), status(event), marks(event)),
    el("h1", { dir: "auto" }, event.title),
    stepper(event),
    el("p", { class: "keep" }, el("a", { href: caseAddress(event) }, "The whole case as a timeline")),
    clockBox(event),
    definitions(event),
    contradictions(event),
    el("h2", {}, `Why we say so: ${count(event.sources, "independent source")}, ${count(event.article_count, "article")}`),
    origins(event, reading),
    reviewList(event),
  ];
}

function caseAddress(event) {
  const query = new URLSearchParams({ topic: event.topic, country: event.country });
  if (event.treaty) query.set("treaty", event.treaty);
  if (event.producer) query.set("producer", event.producer);
  return `#/timeline?${query}`;
}

// Every rung by name, where the state stands, and what lies off the ladder.
function stepper(event) {
  const rungs = ladderOf(event);
  const here = rungs.indexOf(event.stage);
  if (here < 0) return el("div", { class: "row" }, stage(event));
  return el("ol", { class: "stepper", "aria-label": "The ladder" }, rungs.map((rung, index) =>
    el("li", { class: index === here ? "here" : index < here ? "reached" : null, "aria-current": index === here ? "step" : null }, plain(rung))));
}

function clockBox(event) {
  const clock = event.clock;
  const { computed_effective_on: computed, claimed_effective_on: claimed } = event;
  if (!clock && !computed && !claimed) return null;
  const differ = computed && claimed && computed !== claimed;
  return el("div", { class: "clock" },
    el("div", {}, el("span", {}, "By the treaty"),
      el("b", {}, computed ? day(computed) : "no date"),
      el("span", {}, computed ? countdown(computed) : clock && !event.notified_on ? "no notice is known to have been received" : "")),
    el("div", { class: differ ? "differs" : null }, el("span", {}, "As the press says"),
      el("b", {}, claimed ? day(claimed) : "nothing"), el("span", {}, differ ? "differs" : "")),
    clock && el("p", {},
      clock.notified_on && `Notice received ${day(clock.notified_on)}`, clock.notified_on && clock.effective_on && ` → in effect ${day(clock.effective_on)}`, clock.notified_on && ". ",
      clock.article && `Article ${clock.article}: `, clock.rule.replace(/\.$/, ""), ". ", outside(clock.source, "The treaty's text"), ".",
      clock.hold && el("strong", {}, ` Held: ${clock.hold_reason || plain(clock.hold)}.`)));
}

function definitions(event) {
  const said = [
    ["Happened on", event.occurred_on && day(event.occurred_on)],
    ["Notice received on", event.notified_on && day(event.notified_on)],
    ["Act", event.act && plain(event.act)],
    ["Mines ordered", event.quantity && event.quantity.toLocaleString("en")],
    ["Mines a year", event.capacity_per_year && event.capacity_per_year.toLocaleString("en")],
    ["Bound by Ottawa", event.bound === true ? `yes${event.bound_until ? `, until ${day(event.bound_until)}` : ""}` : event.bound === false ? "no" : null],
    ["Score", event.score.toFixed(2)],
    ["First seen", time(event.first_seen_at)],
    ["Last changed", time(event.updated_at)],
  ].filter(([, value]) => value);
  return el("dl", {}, said.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function contradictions(event) {
  const rivals = event.contradictions || [];
  if (rivals.length === 0) return null;
  return [
    el("h2", {}, "What the reports disagree on"),
    el("div", { class: "scroll" }, el("table", { class: "table" },
      el("thead", {}, el("tr", {}, ["Field", "Value", "Independent sources", "Official", "Shown"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rivals.flatMap((one) => one.values.map((value) => el("tr", { class: value.is_shown ? "shown" : null },
        el("td", {}, plain(one.field), one.is_settled && " (settled)"), el("td", {}, plain(value.value)),
        el("td", {}, `${Array.isArray(value.origins) ? value.origins.length : value.origins}`), el("td", {}, value.official ? "yes" : ""), el("td", {}, value.is_shown ? "shown" : ""))))))),
  ];
}

// Articles under the independent origin they count for: copies of one story stand under it. The texts of the first
// few are fetched at once, so that the words we rely on are seen in their place.
const READ_AT_ONCE = 6;

function origins(event, reading) {
  const groups = new Map();
  for (const article of event.articles) groups.set(article.origin, [...(groups.get(article.origin) || []), article]);
  const sorted = [...groups.values()].sort((a, b) => (a.some(isReport) ? 0 : 1) - (b.some(isReport) ? 0 : 1));
  return el("ul", { class: "articles" }, sorted.map((articles, index) => {
    const [first, ...copies] = articles.sort((a, b) => b.role.localeCompare(a.role));
    return el("li", { class: first.role, "data-keep": first.origin }, articleItem(first, event, reading, index < READ_AT_ONCE),
      copies.length > 0 && el("details", { "data-keep": "copies" }, el("summary", {}, `${count(copies.length, "more article")} from the same origin`),
        el("ul", {}, copies.map((copy) => el("li", { class: copy.role, "data-keep": copy.id }, articleItem(copy, event, reading, false))))));
  }));
}

const isReport = (article) => article.role === "report";

function articleItem(article, event, { attempt, texts }, atOnce) {
  const from = [article.feed, language(article.language), article.published_at && moment(article.published_at),
    article.role === "background" && "mentioned as background", article.is_official && "official source"].filter(Boolean).join(" · ");
  const evidence = event.evidence.filter((one) => one.article_id === article.id);
  const quoted = el("dl", { class: "quotes" }, quotes(evidence).map(([quote, fields]) =>
    el("div", {}, el("dt", {}, fields), el("dd", { dir: "auto", lang: article.language }, quote))));
  const text = el("div", {});
  const show = () => text.replaceChildren(marked(texts.get(article.id), evidence));
  const load = async () => {
    const before = texts.get(article.id);
    const now = await get(`v1/articles/${article.id}`);
    texts.set(article.id, now);
    if (before?.title !== now.title || before.text !== now.text) show();
  };
  const isKnown = texts.has(article.id);
  if (isKnown) show();
  // A reader who may not see the text, or an article that is gone, still has the quotes.
  if (atOnce || isKnown) load().catch(() => {});
  return [
    el("h3", {}, outside(article.url, article.title)),
    el("div", { class: "from" }, el("span", { dir: "auto" }, from), article.fold_reason && el("span", { class: "fold" }, ` · counted once: ${article.fold_reason}`)),
    text,
    !atOnce && !isKnown && el("p", {}, button("Read it with the words that matter marked", () => attempt(load), { class: "link" })),
    quoted,
  ];
}

// The kept text with the evidence marked. Offsets count characters of title, line break, text.
function marked(article, evidence) {
  const characters = [...`${article.title}\n${article.text}`];
  const fieldsAt = new Map();
  for (const { start, end, field } of evidence) {
    for (let at = start; at < Math.min(end, characters.length); at++) {
      fieldsAt.set(at, new Set([...(fieldsAt.get(at) || []), plain(field)]));
    }
  }
  const name = (at) => [...(fieldsAt.get(at) || [])].join(", ");
  const pieces = [];
  for (let at = 0; at < characters.length;) {
    const fields = name(at);
    let to = at + 1;
    while (to < characters.length && name(to) === fields) to++;
    const words = characters.slice(at, to).join("");
    pieces.push(fields ? el("mark", { title: `read as ${fields}` }, words) : words);
    at = to;
  }
  return el("div", { class: "kept", dir: "auto", lang: article.language, tabindex: "0", role: "region", "aria-label": "The article as it was read" }, pieces);
}

// The same words may have given several fields: say them once.
function quotes(evidence) {
  const fieldsOf = new Map();
  for (const one of evidence) fieldsOf.set(one.quote, [...(fieldsOf.get(one.quote) || []), plain(one.field)]);
  return [...fieldsOf].map(([quote, fields]) => [quote, [...new Set(fields)].join(", ")]);
}

const said = (value) => (value === null || value === undefined ? "nothing" : typeof value === "object" ? JSON.stringify(value) : plain(value));

// "article art_…, revision 1, of Northern Wire" is how the store names a cause; people know the paper.
const because = (reason) => (reason || "").replaceAll(/article art_\w+, revision (\d+), of /g, (_, revision) => (revision === "1" ? "" : `revision ${revision} by `));

// One cause often changes several fields: it is said once.
function version(entry) {
  const reasons = [...new Set(entry.changes.map((change) => because(change.reason)).filter(Boolean))];
  const changes = entry.changes.map((change) => [plain(change.field), " ", change.before !== null && change.before !== undefined && [said(change.before), " → "],
    el("b", {}, said(change.after)), reasons.length > 1 && change.reason && ` (${because(change.reason)})`]);
  return el("li", {}, time(entry.changed_at), reasons.length === 1 && ` · ${reasons[0]}`,
    el("div", {}, changes.length ? changes.map((change, index) => [index > 0 && "; ", change]) : "first reported"));
}
