// What several views show alike: times, ladders, marks, and an event as a line.

import { button, el } from "./dom.js";
import { country, countdown, day, fromNow, ladderOf, moment, plain, utc } from "./words.js";

export function time(at, className) {
  return el("time", { datetime: at, title: `${moment(at)} · ${utc(at)}`, class: className, "data-relative": true }, fromNow(at));
}

// What needs a key, and the way to give one.
export const keyWanted = (what) => el("p", { class: "hint" }, `${what}, this tab needs a key with the scope `, el("code", {}, "write"), ". ",
  button("Use a key", () => document.getElementById("key-button").click(), { class: "link" }));

export function ladder(event) {
  const rungs = ladderOf(event);
  const here = rungs.indexOf(event.stage);
  if (here < 0) return null;
  const label = `step ${here + 1} of ${rungs.length}`;
  const marks = rungs.map((_, index) => el("i", { class: index === here ? "here" : index < here ? "reached" : null }));
  return el("span", { class: "ladder", role: "img", "aria-label": label, title: label }, marks);
}

export function stage(event) {
  const aside = ladderOf(event).includes(event.stage) ? "" : " aside";
  return el("span", { class: "stage" + aside }, plain(event.stage));
}

export const status = (event) => el("span", { class: `status ${event.status}` }, event.status);

// What an analyst must not overlook about an event, in a word each.
export function marks(event) {
  const found = [
    event.date_conflict && ["warm", "dates differ", "The press and the treaty's own clock give different days of effect."],
    event.unconfirmed && ["warm", "not confirmed", "The treaty's clock has run out; no report says that it took effect."],
    event.hold && ["warm", "held: armed conflict", "The treaty lets no withdrawal take effect during an armed conflict."],
    event.bound === true && ["hot", "bound by Ottawa", `Made or bought by a state the convention binds${event.bound_until ? ` until ${day(event.bound_until)}` : ""}.`],
  ].filter(Boolean);
  return found.map(([tone, words, title]) => el("span", { class: `mark ${tone}`, title }, words));
}

export const fact = (name, value, className) => el("span", { class: className }, name + " ", el("b", {}, value));

export const counted = (number, one, many) =>
  el("span", {}, el("b", {}, number.toLocaleString("en")), ` ${number === 1 ? one : many}`);

export function facts(event) {
  const { computed_effective_on: computed, claimed_effective_on: claimed } = event;
  const differ = computed && claimed && computed !== claimed;
  return el("p", { class: "facts" },
    counted(event.sources, "source", "independent sources"),
    counted(event.article_count, "article", "articles"),
    event.notified_on && fact("notice", day(event.notified_on)),
    computed && fact("in effect by the treaty", `${day(computed)} (${countdown(computed)})`),
    claimed && (differ || !computed) && fact("in effect as the press says", day(claimed), differ ? "differs" : null),
    event.quantity && counted(event.quantity, "mine ordered", "mines ordered"),
    event.capacity_per_year && counted(event.capacity_per_year, "mine a year", "mines a year"));
}

export const subject = (event) => [country(event.country), event.producer, event.mine_type && plain(event.mine_type)]
  .filter(Boolean).join(" · ");

export function line(event, isNew) {
  const over = event.status === "retracted" || event.status === "dismissed";
  return el("li", { class: over ? "event over" : "event", id: `line-${event.id}`, "data-version": event.version },
    el("div", { class: "row" }, isNew && el("span", { class: "new" }, "new"), el("span", { class: "where" }, subject(event)),
      time(event.updated_at, "when")),
    el("h2", { class: "title" }, el("a", { href: `#/events/${event.id}`, dir: "auto" }, event.title)),
    el("div", { class: "row" }, ladder(event), stage(event), status(event), marks(event)),
    facts(event));
}
