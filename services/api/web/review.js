// A person's word on an event: confirm, dismiss, correct, merge, split out, and take it back.

import { send } from "./client.js";
import { button, el, field } from "./dom.js";
import { time } from "./pieces.js";
import { redraw, typed } from "./steady.js";
import { plain, rungsOf, OFF_LADDER } from "./words.js";

const DATES = ["notified_on", "claimed_effective_on", "occurred_on"];
const NUMBERS = ["quantity", "capacity_per_year"];

export function reviewList(event) {
  const reviews = event.reviews || [];
  if (reviews.length === 0) return null;
  return [el("h2", {}, "Reviews"), el("ol", { class: "history" }, reviews.map((one) => el("li", {},
    time(one.made_at), " ", el("b", {}, one.reviewer), ` ${plain(one.action)}`,
    one.fields && Object.keys(one.fields).length > 0 && `: ${Object.entries(one.fields).map(([name, value]) => `${plain(name)} ${value ?? "none"}`).join(", ")}`,
    one.into && [" into ", el("a", { href: `#/events/${one.into}` }, "another event")],
    one.reason && el("span", { dir: "auto" }, `: ${one.reason}`),
    one.is_undone && " (taken back)", one.refused && ` (not applied: ${one.refused})`)))];
}

// The panel, and how it learns of a newer state of the event: what a person has typed or ticked stays in either case.
export function reviewPanel(event, attempt, reload) {
  const reason = el("input", { name: "reason", maxlength: 1000, autocomplete: "off" });
  const source = el("input", { name: "source", type: "url", maxlength: 2000, placeholder: "https://…", autocomplete: "off" });
  const heading = el("summary", {}, "Review this event");
  const undoing = el("div", { class: "actions" });
  // Sent is sent: the words go out of the form, the panel closes, and the list of reviews says it.
  const review = (action, more, parts = []) => attempt(async () => {
    await send("POST", `v1/events/${event.id}/reviews`, { action, reason: reason.value || null, source_url: source.value || null, ...more });
    for (const control of [reason, source, ...parts]) clear(control);
    element.open = false;
    heading.focus({ preventScroll: true });
    await reload();
  });
  const parts = [correction(event, review), merging(review), splitting(event, review)];
  const element = el("details", { class: "review" }, heading,
    el("p", {}, "Your word stands whatever later reports or better reading rules say, and can be taken back."),
    el("div", { class: "fields" }, field("Reason", reason), field("Source", source)),
    el("div", { class: "actions" },
      button("Confirm", () => review("confirm"), { id: "review-confirm" }),
      button("Dismiss", () => review("dismiss"), { class: "plain", id: "review-dismiss" })),
    undoing, parts.map((part) => part.element));
  function update(now) {
    event = now;
    redraw(undoing, undoable(event).map((one) => button(`Take back: ${plain(one.action)}`, () => review("undo", { undoes: one.id }), { class: "plain", "data-keep": one.id })));
    for (const part of parts) part.update?.(event);
  }
  return { element, update };
}

const undoable = (event) => (event.reviews || []).filter((one) => !one.is_undone && !one.refused && one.action !== "undo");

function clear(control) {
  if (control.type === "checkbox") control.checked = control.defaultChecked;
  else if (control.localName === "select") for (const option of control.options) option.selected = option.defaultSelected;
  else control.value = control.defaultValue;
}

// A control shows what the event says now, unless a person has put something else into it.
function offer(control, value) {
  const isTouched = typed(control) !== null;
  const kept = control.value;
  if (control.localName === "select") for (const option of control.options) option.defaultSelected = option.value === value;
  else if (control.defaultValue !== value) control.defaultValue = value;
  const shown = isTouched ? kept : value;
  if (control.value !== shown) control.value = shown; // writing the same would wipe a date that is half typed
}

function correction(event, review) {
  const stages = [...rungsOf(event.topic), ...OFF_LADDER[event.topic]];
  const stage = el("select", { name: "stage" }, stages.map((one) => el("option", { value: one }, plain(one))));
  const isMines = event.topic === "mine_production";
  const inputs = {
    ...Object.fromEntries(DATES.map((name) => [name, el("input", { type: "date", name })])),
    ...(isMines && Object.fromEntries(NUMBERS.map((name) => [name, el("input", { type: "number", min: 0, name })]))),
    ...(isMines && { producer: el("input", { name: "producer", maxlength: 200 }) }),
  };
  const changed = () => {
    const fields = typed(stage) === null ? {} : { stage: stage.value };
    for (const [name, input] of Object.entries(inputs)) {
      if (typed(input) !== null) fields[name] = input.value === "" ? null : NUMBERS.includes(name) ? Number(input.value) : input.value;
    }
    return fields;
  };
  const element = el("details", {}, el("summary", {}, "Correct fields"),
    el("div", { class: "fields" }, field("Stage", stage), Object.entries(inputs).map(([name, input]) => field(plain(name), input))),
    button("Correct", () => review("correct", { fields: changed() }, [stage, ...Object.values(inputs)])));
  return {
    element,
    update(now) {
      offer(stage, now.stage);
      for (const [name, input] of Object.entries(inputs)) offer(input, String(now[name] ?? ""));
    },
  };
}

function merging(review) {
  const into = el("input", { name: "into", placeholder: "evt_…", pattern: "evt_[0-9a-f]{24}", size: 30 });
  return { element: el("details", {}, el("summary", {}, "It is the same step as another event"),
    el("div", { class: "fields" }, field("The other event's id", into)),
    button("Merge into it", () => review("merge", { into: into.value.trim().replace(/^.*(evt_[0-9a-f]{24}).*$/, "$1") }, [into]))) };
}

function splitting(event, review) {
  const list = el("ul", { class: "boxes" });
  const boxes = () => [...list.querySelectorAll("input")];
  const element = el("details", { hidden: true }, el("summary", {}, "Some articles report another step"), list,
    button("Split them out", () => review("split", { article_ids: boxes().filter((box) => box.checked).map((box) => box.value) }, boxes())));
  return {
    element,
    update({ articles }) {
      element.hidden = articles.length < 2;
      redraw(list, articles.map((article) => el("li", { "data-keep": article.id }, el("label", {},
        el("input", { type: "checkbox", value: article.id }), " ", el("span", { dir: "auto" }, article.title)))));
    },
  };
}
