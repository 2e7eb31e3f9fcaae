// SPDX-License-Identifier: MIT
/* Requirements, NAME OP VALUE: what the tool refuses is refused, in its words. */

const operators = {
	">=": (a, b) => a >= b,
	"<=": (a, b) => a <= b,
	"!=": (a, b) => a !== b,
	"=": (a, b) => a === b,
	">": (a, b) => a > b,
	"<": (a, b) => a < b,
};

const numberMax = 2n ** 64n - 1n;

/* Decimal, with K, M or G as powers of 1024; null: it is no number. */
function parseNumber(text) {
	const match = /^([0-9]+)([KMG]?)$/.exec(text);
	if (!match)
		return null;
	const number = BigInt(match[1]) * 1024n ** BigInt(" KMG".indexOf(match[2] || " "));
	return number > numberMax ? null : number;
}

function parseModel(text, value) {
	const known = tables.models.find((row) => row.name === value);
	if (known)
		return BigInt(known.number);
	const number = /^[0-9]+$/.test(value) ? parseNumber(value) : null;
	if (number === null)
		throw new Error(`${text}: no model of this name is known; use its number`);
	return number;
}

function hasOrder(attribute) {
	if (attribute.name === "model")
		return false;
	return attribute.kind === "UINT" || attribute.flags === "ORDER";
}

/* What a value is held against: a number, a word, or "none" as the empty list. */
function parseWanted(text, attribute, value) {
	if (attribute.name === "model")
		return { number: parseModel(text, value) };
	if ((attribute.kind === "NUMBERS" || attribute.kind === "NAMES") && value === "none")
		return { empty: true };
	if (attribute.words === "NONE") {
		const number = parseNumber(value);
		if (number === null)
			throw new Error(`${text}: not a number, or too big`);
		return { number };
	}
	if (!wordsOf(attribute).includes(value))
		throw new Error(`${text}: ${attribute.name} has no such word`);
	return { word: value };
}

function parseRequirement(text) {
	const match = /^([^=!<>]*)(>=|<=|!=|=|>|<)(.*)$/s.exec(text);
	if (!match || !match[3])
		throw new Error(`${text}: not NAME OP VALUE`);
	const [, name, operator, value] = match;
	const attribute = attributes.get(name);
	if (!attribute)
		throw new Error(`${text}: no model has a capability of this name`);
	if (operator !== "=" && operator !== "!=" && !hasOrder(attribute))
		throw new Error(`${text}: ${name} has no order`);
	return { text, attribute, operator, ...parseWanted(text, attribute, value) };
}

/* Several, parted by blanks; quotes of a shell around one are left out. */
function parseRequirements(text) {
	const words = text.split(/[ \t\n]+/).filter((word) => word);
	return words.map((word) => parseRequirement(word.replace(/^(['"])(.*)\1$/s, "$2")));
}
