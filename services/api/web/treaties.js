// Treaties: which states leave next and why, a board of states and rungs with the clocks that run, and a map.

import { get } from "./client.js";
import { button, el, outside } from "./dom.js";
import { keepAs } from "./filters.js";
import { map } from "./map.js";
import { counted, status } from "./pieces.js";
import { count, country, countdown, day, isoDay, monthsFrom, plain, rungsOf } from "./words.js";

const RUNGS = rungsOf("treaty_withdrawal");

export async function open({ rest, query, attempt }) {
  const asked = rest[0] || "ottawa";
  // `on`: the world on that day, by all we know now. `as_of`: what was known that day.
  const on = query.get("on"), asOf = query.get("as_of");
  const then = on || asOf;
  const when = new URLSearchParams([...(on ? [["on", on]] : []), ...(asOf ? [["as_of", asOf]] : [])]);
  const [list, board] = await Promise.all([get(`v1/treaties?${new URLSearchParams([["limit", "500"], ...when])}`), get(`v1/treaties/${encodeURIComponent(asked)}?${when}`)]);
  const told = list.data.filter((one) => one.id === "ottawa" || one.id === board.id || Object.keys(one.rungs).length > 0);
  const where = query.get("map") === "world" ? "world" : "europe";
  const moving = board.states.filter((state) => state.rung || state.off_ladder);
  const address = (change, id = board.id) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
    return `#/treaties/${id}${[...next].length ? `?${next}` : ""}`;
  };
  const next = list.data.flatMap((one) => one.next_dates.map((date) => ({ ...date, treaty: one.name }))).sort((a, b) => a.days_left - b.days_left);
  const notices = new URLSearchParams({ topic: "treaty_withdrawal", stage: "notified,in_effect" });
  const element = el("section", { "aria-labelledby": "treaty-heading" },
    el("h1", { id: "treaty-heading", class: "big" }, board.name),
    el("nav", { class: "switch", "aria-label": "Treaties" }, told.map((one) =>
      el("a", { href: address({}, one.id), "aria-current": one.id === board.id ? "page" : null }, one.name))),
    dayBar(then, asOf, address),
    el("h2", { class: "sub" }, then ? `Who leaves next, seen from ${day(then)}` : "Who leaves next"),
    next.length > 0 ? leavingNext(next, board.states) : nobody(moving, then, address),
    keepAs(notices, attempt, "Keep every notice and its taking effect as "),
    el("nav", { class: "switch", "aria-label": "Map" }, [["europe", "Europe"], ["world", "World"]].map(([id, name]) =>
      el("a", { href: address({ map: id === "europe" ? null : id }), "aria-current": id === where ? "page" : null }, name))),
    await picture(board, where), legend(board),
    el("h2", { class: "sub" }, `${count(moving.length, "state")} on the way`), rule(board), table(moving, then),
    keepAs(new URLSearchParams({ treaty: board.id }), attempt, `Keep every step out of the ${board.name} as `),
    others(board));
  return { element, title: board.name, concerns: (event) => !then && event.topic === "treaty_withdrawal" };
}

const SHOWN_AT_ONCE = 9;

// Each with the reason: the notice and who reports it, where the board that is shown knows.
function leavingNext(dates, states) {
  const why = new Map(states.map((state) => [state.event_id, state]));
  return el("ul", { class: "next" }, dates.slice(0, SHOWN_AT_ONCE).map((date) => {
    const state = why.get(date.event_id);
    return el("li", {}, el("a", { href: `#/events/${date.event_id}` }, country(date.country)),
      el("b", {}, date.days_left === 0 ? "today" : `${count(date.days_left, "day")} left`),
      el("span", {}, date.treaty), el("span", {}, `out on ${day(date.effective_on)}`),
      state?.notified_on && [el("span", {}, `notice of ${day(state.notified_on)}`), el("span", {}, count(state.sources, "source"))]);
  }));
}

// No clock runs: say who left last, and lead to the day when the last notice was given.
function nobody(moving, then, address) {
  const left = moving.filter((state) => state.computed_effective_on && state.rung === "in_effect")
    .sort((a, b) => (a.computed_effective_on < b.computed_effective_on ? 1 : -1))[0];
  const notified = moving.map((state) => state.notified_on).filter(Boolean).sort().at(-1);
  return el("div", { class: "empty" }, el("h3", {}, then ? "No notice was running out on that day" : "No notice is running out now"),
    left && el("p", {}, "The last to leave was ", el("a", { href: `#/events/${left.event_id}` }, left.name), `, on ${day(left.computed_effective_on)} (${countdown(left.computed_effective_on, then)}).`),
    notified && el("p", {}, el("a", { href: address({ on: notified, as_of: null }) }, `See the board of ${day(notified)}`), ", the day of the last notice, with the clocks that ran then."));
}

function rule(board) {
  const said = [];
  if (board.clock) said.push(`Article ${board.clock.article}: ${board.clock.rule.replace(/\.$/, "")}. `, outside(board.clock.source, "The treaty's text"), ". ");
  else said.push("It has no clause for leaving. ");
  if (board.ended_on) said.push(`It ended on ${day(board.ended_on)}. `);
  else if (!board.in_force) said.push("It is not in force. ");
  if (board.membership) said.push(`${count(board.membership.parties, "state is", "states are")} bound, as far as was known on ${day(board.membership.as_of)}.`);
  return el("p", { class: "keep" }, said);
}

// The board's day: any day may be chosen, or walked to.
function dayBar(then, asOf, address) {
  const go = (date) => { location.hash = address({ on: date, as_of: null }); };
  const shown = then || isoDay(new Date());
  // From the day in the address: presses may come faster than boards.
  const walk = (months) => go(monthsFrom(new URLSearchParams(location.hash.split("?")[1]).get("on") || shown, months));
  const input = el("input", { type: "date", name: "day", value: shown, min: "1945-01-01", required: true });
  // A year that is being typed passes through 0002, 0020 and 0202.
  input.addEventListener("change", () => input.validity.valid && go(input.value));
  return el("div", { class: then ? "day past" : "day" },
    el("label", {}, "The board on ", input),
    button("← a month", () => walk(-1), { class: "plain" }), button("a month →", () => walk(1), { class: "plain" }),
    then && button("Today", () => { location.hash = address({ on: null, as_of: null }); }, {}),
    then && el("p", {}, asOf ? `What was known here at the end of ${day(asOf)}.` : `As it stood on ${day(then)}: the steps taken by then, by all that is known now.`));
}

function toneOf(state) {
  if (state.rung) return `tone-${RUNGS.indexOf(state.rung)}`;
  if (state.off_ladder) return "tone-aside";
  return { party: "tone-party", leaving: "tone-5", left: "tone-6", never_joined: "tone-never" }[state.standing] || null;
}

const standing = (state) => ({ never_joined: "never joined", unknown: "" })[state.standing] ?? state.standing;

function words(state) {
  const step = state.rung || state.off_ladder;
  return [step ? plain(step) : standing(state), state.computed_effective_on && state.rung !== "in_effect" && `in effect ${day(state.computed_effective_on)}`].filter(Boolean).join(", ");
}

function picture(board, where) {
  const known = board.states.filter((state) => toneOf(state));
  const tones = Object.fromEntries(known.map((state) => [state.country, toneOf(state)]));
  const titles = Object.fromEntries(known.filter((state) => state.event_id).map((state) => [state.country, words(state)]));
  const addressOf = (code) => `#/timeline?topic=treaty_withdrawal&treaty=${board.id}&country=${code}`;
  return map(where, tones, titles, addressOf, `States by their rung; the table below says the same`);
}

function legend(board) {
  const used = new Set(board.states.map(toneOf));
  const entries = [...RUNGS.map((rung, index) => [`tone-${index}`, plain(rung)]), ["tone-aside", "suspended, rejected or opposed"], ["tone-party", "party"], ["tone-never", "never joined"]];
  return el("p", { class: "legend" }, entries.filter(([tone]) => used.has(tone)).map(([tone, name]) => el("span", {}, el("i", { class: tone }), name)));
}

function table(states, then) {
  if (states.length === 0) return el("div", { class: "empty" }, el("h2", {}, "No state is reported on its way out"));
  return el("div", { class: "scroll" }, el("table", { class: "table rungs" },
    el("thead", {}, el("tr", {}, ["State", ...RUNGS.map(plain), "By the treaty", "Press", "Sources"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, states.map((state) => row(state, then)))));
}

function row(state, then) {
  const here = RUNGS.indexOf(state.rung);
  const timeline = (text) => el("a", { href: `#/events/${state.event_id}` }, text);
  return el("tr", {}, el("th", { scope: "row" }, state.name, el("span", { class: "from" }, standing(state)), state.status && status(state)),
    RUNGS.map((rung, index) => el("td", { class: index <= here ? `reached tone-${index}` : null }, index === here && timeline(index === 5 && state.notified_on ? day(state.notified_on) : "reached"),
      index === 0 && here < 0 && state.off_ladder && timeline(plain(state.off_ladder)))),
    el("td", { class: state.date_conflict ? "bad" : null }, state.computed_effective_on ? [el("b", {}, day(state.computed_effective_on)), el("span", { class: "from" }, countdown(state.computed_effective_on, then))] : state.hold ? `held: ${plain(state.hold)}` : ""),
    el("td", {}, state.claimed_effective_on ? day(state.claimed_effective_on) : "", state.date_conflict && el("span", { class: "bad words" }, "differs")),
    el("td", { class: "number" }, counted(state.sources, "source", "sources")));
}

// States without a reported step, folded away: who is bound, who left, who never joined.
function others(board) {
  const groups = new Map();
  for (const state of board.states) {
    if (state.rung || state.off_ladder || state.standing === "unknown") continue;
    groups.set(state.standing, [...(groups.get(state.standing) || []), state]);
  }
  return [...groups].map(([name, states]) => el("details", {}, el("summary", {}, `${count(states.length, "state")}: ${plain(name)}`),
    el("p", { class: "keep" }, states.map((state) => state.name).sort().join(", "))));
}
