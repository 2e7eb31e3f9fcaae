// SPDX-License-Identifier: MIT
/* The documents that are in the page, and values as the tool prints them. */

const scripts = [...document.querySelectorAll("script[data-role]")];

/* Digits that a Number may not hold become a BigInt: a document's are exact. */
function parse(text) {
	if (!/\d{16}/.test(text))
		return JSON.parse(text);
	const marked = text.replace(/"(?:[^"\\]|\\.)*"|\d{16,}/g, (token) =>
		token[0] === '"' ? token : `{"exact number":"${token}"}`);
	return JSON.parse(marked, (key, value) =>
		typeof value === "object" && "exact number" in value ?
			BigInt(value["exact number"]) : value);
}

function documents(role) {
	return scripts.filter((script) => script.dataset.role === role)
		.map((script) => parse(script.textContent));
}

const [tables] = documents("tables");
const [fleet] = documents("fleet");
const attributes = new Map(tables.attributes.map((row) => [row.name, row]));
const models = new Map(tables.models.map((row) => [row.number, row]));

/* The words of a set, the least first where they have an order. */
function wordsOf(attribute) {
	return tables.words.filter((row) => row.words === attribute.words).map((row) => row.text);
}

/* Hosts in the order in which they were given; one that could not be read has no document. */
const hosts = [];
for (const script of scripts) {
	if (script.dataset.role === "alone") {
		const alone = parse(script.textContent);
		hosts.push({ name: alone.hosts[0], alone, script: null });
	} else if (script.dataset.role === "host") {
		hosts[hosts.length - 1].script = script;
	}
}

/* Read when it is asked for: a large fleet is shown sooner. */
function documentOf(host) {
	if (!host.document && host.script)
		host.document = parse(host.script.textContent);
	return host.document;
}

/* 4K, 2M, 1G */
function formatSize(bytes) {
	const units = ["", "K", "M", "G", "T", "P", "E"];
	let rest = BigInt(bytes), unit = 0;
	for (; rest && rest % 1024n === 0n; rest /= 1024n)
		unit++;
	return rest + units[unit];
}

function formatValue(name, value) {
	if (value === undefined)
		return "-";
	if (!Array.isArray(value))
		return String(value);
	if (!value.length)
		return "none";
	return value.map((member) => attributes.get(name)?.kind === "NUMBERS" ?
		formatSize(member) : String(member)).join(", ");
}

/* Of the same capability, and so of the same type. */
function isSame(a, b) {
	return String(a) === String(b) && Array.isArray(a) === Array.isArray(b);
}

/* Two models are one where both name and number are the same. */
function isSameModel(a, b) {
	return a.name === b.name && a.model === b.model;
}

function modelTitle(model) {
	return model.model === undefined ? model.name : `${model.name} (${model.model})`;
}

function count(number, noun) {
	return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
