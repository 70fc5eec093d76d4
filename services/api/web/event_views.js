// One event, as a line of the list and alone.

import { el, outside } from "/web/dom.js";
import { count, country, day, fromNow, ladderOf, language, moment, plain, utc } from "/web/words.js";

export function time(at, className) {
  return el("time", { datetime: at, title: `${moment(at)} · ${utc(at)}`, class: className }, fromNow(at));
}

function ladder(event) {
  const rungs = ladderOf(event);
  const here = rungs.indexOf(event.stage);
  if (here < 0) return null;
  const label = `step ${here + 1} of ${rungs.length}`;
  const marks = rungs.map((_, index) => el("i", { class: index === here ? "here" : index < here ? "reached" : null }));
  return el("span", { class: "ladder", role: "img", "aria-label": label, title: label }, marks);
}

function stage(event) {
  const aside = ladderOf(event).includes(event.stage) ? "" : " aside";
  return el("span", { class: "stage" + aside }, plain(event.stage));
}

const status = (event) => el("span", { class: `status ${event.status}` }, event.status);

const fact = (name, value, className) => el("span", { class: className }, name + " ", el("b", {}, value));

const counted = (number, one, many) =>
  el("span", {}, el("b", {}, number.toLocaleString("en")), ` ${number === 1 ? one : many}`);

function facts(event) {
  const { computed_effective_on: computed, claimed_effective_on: claimed } = event;
  const differ = computed && claimed && computed !== claimed;
  return el("p", { class: "facts" },
    counted(event.sources, "source", "independent sources"),
    counted(event.article_count, "article", "articles"),
    event.notified_on && fact("notice", day(event.notified_on)),
    computed && fact("in effect by the treaty", day(computed)),
    claimed && (differ || !computed) && fact("in effect as the press says", day(claimed), differ ? "differs" : null),
    event.quantity && counted(event.quantity, "mine ordered", "mines ordered"),
    event.capacity_per_year && counted(event.capacity_per_year, "mine a year", "mines a year"));
}

const subject = (event) => [country(event.country), event.producer, event.mine_type && plain(event.mine_type)]
  .filter(Boolean).join(" · ");

export function line(event) {
  const over = event.status === "retracted" || event.status === "dismissed";
  return el("li", { class: over ? "event over" : "event", id: `line-${event.id}` },
    el("div", { class: "row" }, el("span", { class: "where" }, subject(event)), time(event.updated_at, "when")),
    el("h2", { class: "title" }, el("a", { href: `#${event.id}`, dir: "auto" }, event.title)),
    el("div", { class: "row" }, ladder(event), stage(event), status(event)),
    facts(event));
}

export function detail(event) {
  return el("div", {},
    el("a", { class: "back", href: "#" }, "← All steps"),
    el("article", { class: "detail" },
      el("div", { class: "row" }, el("span", { class: "where" }, subject(event)), status(event)),
      el("h1", { dir: "auto" }, event.title),
      el("div", { class: "row" }, ladder(event), stage(event)),
      definitions(event),
      el("h2", {}, `Why we say so: ${count(event.sources, "independent source")}, ${count(event.article_count, "article")}`),
      el("ul", { class: "articles" }, event.articles.map((article) => articleItem(article, event.evidence))),
      el("h2", {}, "History"),
      el("ol", { class: "history" }, event.history.map(version))));
}

function definitions(event) {
  const said = [
    ["Happened on", event.occurred_on && day(event.occurred_on)],
    ["Notice received on", event.notified_on && day(event.notified_on)],
    ["In effect by the treaty’s clock", event.computed_effective_on && day(event.computed_effective_on)],
    ["In effect as the press says", event.claimed_effective_on && day(event.claimed_effective_on)],
    ["Act", event.act && plain(event.act)],
    ["Mines ordered", event.quantity && event.quantity.toLocaleString("en")],
    ["Mines a year", event.capacity_per_year && event.capacity_per_year.toLocaleString("en")],
    ["Score", event.score.toFixed(2)],
    ["First seen", time(event.first_seen_at)],
    ["Last changed", time(event.updated_at)],
  ].filter(([, value]) => value);
  return el("dl", {}, said.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function articleItem(article, evidence) {
  const from = [article.feed, language(article.language), article.published_at && moment(article.published_at),
    article.role === "background" && "background"].filter(Boolean).join(" · ");
  return el("li", { class: article.role },
    outside(article.url, article.title),
    el("div", { class: "from" }, el("span", { dir: "auto" }, from)),
    quotes(evidence.filter((one) => one.article_id === article.id)).map(([quote, fields]) =>
      el("blockquote", {}, el("span", { dir: "auto", lang: article.language }, quote), el("cite", {}, `read as ${fields}`))));
}

// The same words may have given several fields: say them once.
function quotes(evidence) {
  const fieldsOf = new Map();
  for (const one of evidence) fieldsOf.set(one.quote, [...(fieldsOf.get(one.quote) || []), plain(one.field)]);
  return [...fieldsOf].map(([quote, fields]) => [quote, [...new Set(fields)].join(", ")]);
}

function version(entry) {
  const said = entry.changes.map((change) => el("div", {},
    change.before === null && change.after !== null
      ? `${plain(change.field)}: ${plain(change.after)}` : `${plain(change.field)}: ${plain(change.before)} → ${plain(change.after)}`,
    change.reason && ` (${change.reason})`));
  return el("li", {}, time(entry.changed_at), said.length ? said : el("div", {}, "first reported"));
}
