// The API's own description, readable.

import { el } from "./dom.js";

const description = await (await fetch("openapi.json")).json();
const families = new Map();
for (const [path, operations] of Object.entries(description.paths)) {
  for (const [method, operation] of Object.entries(operations)) {
    const family = (operation.tags || ["other"])[0];
    families.set(family, [...(families.get(family) || []), shown(method, path, operation)]);
  }
}
document.getElementById("main").replaceChildren(
  el("h1", {}, "Every address, its parameters and what it answers"),
  el("p", { class: "intro" }, description.info.description),
  ...[...families].map(([name, operations]) => el("section", {}, el("h2", {}, name), operations)));

function shown(method, path, operation) {
  const parameters = (operation.parameters || []).map((one) => row(one.name, typeOf(one.schema), one.description, one.required));
  return el("article", { class: "operation", id: operation.operationId },
    el("h3", {}, el("b", {}, method.toUpperCase()), path),
    el("p", {}, operation.description || operation.summary),
    el("table", {}, parameters, body(operation)));
}

function body(operation) {
  const content = operation.requestBody && operation.requestBody.content["application/json"];
  if (!content) return [];
  const schema = resolved(content.schema);
  return Object.entries(schema.properties || {}).map(([name, one]) =>
    row(name, typeOf(one), one.description, (schema.required || []).includes(name)));
}

function row(name, type, words, required) {
  const kind = type + (required ? ", required" : "");
  return el("tr", {}, el("td", {}, el("code", {}, name)), el("td", {}, kind), el("td", {}, words || ""));
}

function resolved(schema) {
  return schema.$ref ? description.components.schemas[schema.$ref.split("/").pop()] : schema;
}

function typeOf(schema) {
  const one = resolved(schema || {});
  if (one.enum) return one.enum.join(" | ");
  if (one.anyOf) return one.anyOf.map(typeOf).filter((name) => name !== "null").join(" | ");
  if (one.type === "array") return `list of ${typeOf(one.items)}`;
  return one.format || one.type || "any";
}
