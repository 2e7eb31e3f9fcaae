// SPDX-License-Identifier: MIT
/* Elements. What comes from a host is only ever text: nothing here parses HTML. */

function element(tag, properties, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(properties))
		if (name in made)
			made[name] = value;
		else
			made.setAttribute(name, value);
	made.append(...children);
	return made;
}

/* Heard, not seen. */
function aside(text) {
	return element("span", { className: "aside" }, text);
}

/* A table of rows of texts or elements, the first of each row being its heading. */
function plainTable(caption, headings, rows) {
	const head = headings.map((heading) => element("th", { scope: "col" }, heading));
	const body = rows.map(([first, ...rest]) => element("tr", {},
		element("th", { scope: "row" }, first),
		...rest.map((cell) => element("td", {}, cell))));
	return element("table", { className: "plain" },
		element("caption", {}, caption),
		element("thead", {}, element("tr", {}, ...head)),
		element("tbody", {}, ...body));
}
