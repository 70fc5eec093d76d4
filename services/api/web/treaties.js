// Treaties: which states leave next and why, a board of states and rungs with the clocks that run, and a map.

import { get } from "./client.js";
import { button, el, outside } from "./dom.js";
import { map } from "./map.js";
import { counted, status } from "./pieces.js";
import { count, country, countdown, day, plain, rungsOf } from "./words.js";

const RUNGS = rungsOf("treaty_withdrawal");

export async function open({ rest, query }) {
  const all = (await get("v1/treaties?limit=500")).data;
  const told = all.filter((one) => one.id === "ottawa" || Object.keys(one.rungs).length > 0);
  const asked = rest[0] || "ottawa";
  const asOf = query.get("as_of");
  const board = await get(`v1/treaties/${encodeURIComponent(asked)}${asOf ? `?as_of=${encodeURIComponent(asOf)}` : ""}`);
  const where = query.get("map") === "world" ? "world" : "europe";
  const moving = board.states.filter((state) => state.rung || state.off_ladder);
  const address = (change) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
    return `#/treaties/${board.id}${[...next].length ? `?${next}` : ""}`;
  };
  const element = el("section", { "aria-labelledby": "treaty-heading" },
    el("h1", { id: "treaty-heading", class: "big" }, board.name),
    el("nav", { class: "switch", "aria-label": "Treaties" }, told.map((one) =>
      el("a", { href: `#/treaties/${one.id}`, "aria-current": one.id === board.id ? "page" : null }, one.name))),
    el("h2", { class: "sub" }, "Who leaves next"), leavingNext(all, board, moving),
    rule(board), day0(asOf, address),
    el("nav", { class: "switch", "aria-label": "Map" }, [["europe", "Europe"], ["world", "World"]].map(([id, name]) =>
      el("a", { href: address({ map: id === "europe" ? null : id }), "aria-current": id === where ? "page" : null }, name))),
    await picture(board, where), legend(board),
    el("h2", { class: "sub" }, `${count(moving.length, "state")} on the way`), table(moving),
    others(board));
  return { element, title: board.name, concerns: (event) => !asOf && event.topic === "treaty_withdrawal" };
}

// Dates to come, over all treaties; where none is, who left last.
function leavingNext(all, board, moving) {
  const next = all.flatMap((one) => one.next_dates.map((date) => ({ ...date, treaty: one.name })))
    .filter((date) => date.days_left >= 0).sort((a, b) => a.days_left - b.days_left);
  if (next.length > 0) {
    return el("ul", { class: "next" }, next.slice(0, 9).map((date) => el("li", {},
      el("a", { href: `#/events/${date.event_id}` }, `${country(date.country)} leaves ${date.treaty}`),
      el("b", {}, date.days_left === 0 ? "today" : `in ${count(date.days_left, "day")}`), el("span", {}, `on ${day(date.effective_on)}`))));
  }
  const last = moving.filter((state) => state.computed_effective_on && state.rung === "in_effect")
    .sort((a, b) => (a.computed_effective_on < b.computed_effective_on ? 1 : -1));
  return el("p", { class: "hint" }, "No notice is running out now. ", last.length > 0 && ["The last to leave was ",
    el("a", { href: `#/events/${last[0].event_id}` }, last[0].name), `, on ${day(last[0].computed_effective_on)} (${countdown(last[0].computed_effective_on)}).`]);
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

function day0(asOf, address) {
  const input = el("input", { type: "date", value: asOf, "aria-label": "The board as it stood on" });
  input.addEventListener("change", () => { location.hash = address({ as_of: input.value }); });
  return el("p", { class: "keep" }, "As it stood on ", input, asOf && [" ", button("Today", () => { location.hash = address({ as_of: null }); }, { class: "link" })]);
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

function table(states) {
  if (states.length === 0) return el("div", { class: "empty" }, el("h2", {}, "No state is reported on its way out"));
  return el("div", { class: "scroll" }, el("table", { class: "table rungs" },
    el("thead", {}, el("tr", {}, ["State", ...RUNGS.map(plain), "By the treaty", "Press", "Sources"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, states.map(row))));
}

function row(state) {
  const here = RUNGS.indexOf(state.rung);
  const timeline = (text) => el("a", { href: `#/events/${state.event_id}` }, text);
  return el("tr", {}, el("th", { scope: "row" }, state.name, el("span", { class: "from" }, standing(state)), state.status && status(state)),
    RUNGS.map((rung, index) => el("td", { class: index <= here ? `reached tone-${index}` : null }, index === here && timeline(index === 5 && state.notified_on ? day(state.notified_on) : "reached"),
      index === 0 && here < 0 && state.off_ladder && timeline(plain(state.off_ladder)))),
    el("td", { class: state.date_conflict ? "bad" : null }, state.computed_effective_on ? [el("b", {}, day(state.computed_effective_on)), el("span", { class: "from" }, countdown(state.computed_effective_on))] : state.hold ? `held: ${plain(state.hold)}` : ""),
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
