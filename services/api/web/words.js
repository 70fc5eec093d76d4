// How times, dates, countries and stages are said.

const LADDERS = {
  treaty_withdrawal: ["considered", "recommended", "government_decision", "parliament_approved", "signed_into_law", "notified", "in_effect"],
  mine_production: ["considered", "planned", "contracted", "started", "expanded", "delivered"],
};
const regions = new Intl.DisplayNames(["en"], { type: "region" });
const languages = new Intl.DisplayNames(["en"], { type: "language" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export const TOPICS = Object.keys(LADDERS);
export const OFF_LADDER = { treaty_withdrawal: ["suspended", "rejected", "opposed"], mine_production: ["halted", "rejected"] };
export const MINE_TYPES = ["antipersonnel", "antitank", "naval", "directional", "minelayer", "unspecified"];
export const STATUSES = ["reported", "corroborated", "confirmed", "computed", "disputed", "retracted", "dismissed"];
export const SEVERITIES = ["low", "normal", "high", "critical"];
export const ladderOf = (event) => LADDERS[event.topic] || [];
export const rungsOf = (topic) => LADDERS[topic] || [];
export const plain = (token) => String(token).replaceAll("_", " ");

function named(names, code) {
  try { return names.of(code) || code; } catch { return code; }
}
export const country = (code) => named(regions, code);
export const language = (code) => (code ? named(languages, code) : "");

export function day(date) {
  const options = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return new Date(date + "T00:00:00Z").toLocaleDateString("en-GB", options);
}

export function moment(time) {
  return new Date(time).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}

export function utc(time) {
  return new Date(time).toISOString().replace("T", " ").slice(0, 19) + " UTC";
}

// "3 minutes ago", "in 20 seconds"; the day itself where counting back tells nobody anything.
export function fromNow(time) {
  const seconds = Math.round((new Date(time) - Date.now()) / 1000);
  if (Math.abs(seconds) > 30 * 86400) return day(new Date(time).toISOString().slice(0, 10));
  for (const [unit, length] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return Math.abs(seconds) < 5 ? "now" : relative.format(seconds, "second");
}

// When the next feed is read.
export function nextCheck(at) {
  if (!at) return "no check is planned";
  return new Date(at) <= Date.now() ? "next check now" : `next check ${fromNow(at)}`;
}

export function count(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many || one + "s"}`;
}

export const isoDay = (date) => date.toISOString().slice(0, 10);

// So many months on, on the same day of the month or, where it has none, its last.
export function monthsFrom(date, months) {
  const [year, month, number] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return isoDay(new Date(Date.UTC(year, month - 1 + months, Math.min(number, last))));
}

// Whole days to a date from another, or from today in UTC: negative when it has passed.
export function daysUntil(date, from) {
  return Math.round((Date.parse(date) - Date.parse(from || isoDay(new Date()))) / 86_400_000);
}

export function countdown(date, from) {
  const days = daysUntil(date, from);
  if (days === 0) return from ? "that day" : "today";
  return days > 0 ? `in ${count(days, "day")}` : `${count(-days, "day")} ${from ? "before" : "ago"}`;
}
