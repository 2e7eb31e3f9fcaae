// SPDX-License-Identifier: MIT
/* A table a model: the baseline, and the hosts that have the model, against it. */

/* Rows by host, so that a filter finds them. */
const rows = new Map(hosts.map((host) => [host, []]));
const verdicts = new Map(hosts.map((host) => [host, []]));
let ids = 0;

function errorNote(host) {
	const errors = host.alone.errors.length;
	return errors ? [element("small", { className: "failed" }, ` ${count(errors, "error")}`)] : [];
}

/* A host's row, and below it all of the host when it is asked for. */
function hostRow(host, note, cells) {
	const id = `detail-${ids++}`;
	const button = element("button", { type: "button", ariaExpanded: "false" }, host.name);
	const verdict = element("td", { className: "verdict", hidden: true });
	const row = element("tr", {},
		element("th", { scope: "row" }, button, note, ...errorNote(host)), verdict, ...cells);
	button.setAttribute("aria-controls", id);
	button.addEventListener("click", () => toggle(host, row, button, id));
	button.addEventListener("keydown", (event) => {
		if (event.key === "Escape" && document.getElementById(id))
			toggle(host, row, button, id);
	});
	rows.get(host).push(row);
	verdicts.get(host).push(verdict);
	return row;
}

function toggle(host, row, button, id) {
	const open = document.getElementById(id);
	button.ariaExpanded = String(!open);
	if (open) {
		open.remove();
		return;
	}
	row.after(element("tr", { id, className: "below" },
		element("td", { colSpan: row.cells.length }, detail(host))));
}

/* A mark is a character, and words for those who do not see it. */
function marksOf(name, own, least) {
	const value = own.capabilities[name];
	const limit = least.limited_by.find((entry) => entry.capability === name);
	const marks = [];
	if (value !== undefined && limit && isSame(value, limit.value))
		marks.push(["▼", "has no more than the baseline"]);
	else if (value !== undefined && !isSame(value, least.capabilities[name] ?? null))
		marks.push(["≠", "differs from the baseline"]);
	if (own.uneven.includes(name))
		marks.push(["~", "units differ"]);
	if (own.unreported.some((entry) => entry.capability === name))
		marks.push(["?", "not reported"]);
	return marks;
}

function capabilityCell(name, own, least) {
	const text = formatValue(name, own.capabilities[name]);
	const marks = marksOf(name, own, least);
	if (!marks.length)
		return element("td", {}, text);
	return element("td", { className: marks[0][0] === "▼" ? "limits" : "differs" },
		element("span", { className: "mark", ariaHidden: "true" },
			marks.map(([mark]) => mark).join("")),
		aside(marks.map(([, words]) => `${words}: `).join("")),
		element("span", { className: "value" }, text));
}

function baselineCell(name, least) {
	const limit = least.limited_by.find((entry) => entry.capability === name);
	const cell = element("td", {}, formatValue(name, least.capabilities[name]));
	if (limit)
		cell.append(element("small", {}, ` best ${formatValue(name, limit.best)}`));
	return cell;
}

/* It differs, or not every unit reports it. */
function isDiffering(name, least) {
	return least.uneven.includes(name) ||
		least.unreported.some((entry) => entry.capability === name);
}

function isCommon(least) {
	return least.model !== undefined &&
		least.hosts.length === hosts.filter((host) => host.script).length;
}

/* Cells are told apart in print, where there is no head above them. */
function label(row, names, least) {
	const first = row.cells.length - names.length;
	names.forEach((name, i) => {
		const cell = row.cells[first + i];
		cell.dataset.name = name;
		cell.classList.toggle("same", !isDiffering(name, least));
	});
	return row;
}

/* Its lines are broken where its words are parted. */
function heading(name) {
	const parts = name.split(/(?<=_)/).flatMap((part) => [part, element("wbr", {})]);
	return element("th", { scope: "col", title: attributes.get(name).doc },
		...parts.slice(0, -1));
}

function modelTable(least, members, id) {
	const names = tables.attributes.map((row) => row.name).filter((name) => name !== "model" &&
		(Object.hasOwn(least.capabilities, name) || isDiffering(name, least)));
	const head = element("tr", {}, element("th", { scope: "col" }, "host"),
		element("th", { scope: "col", className: "verdict", hidden: true }, "requirements"),
		...names.map(heading));
	const baseline = element("tr", { className: "baseline" },
		element("th", { scope: "row" },
			isCommon(least) ? "baseline: all hosts have" : "least of those that have it"),
		element("td", { className: "verdict", hidden: true }),
		...names.map((name) => baselineCell(name, least)));
	const body = members.map(({ host, own }) => label(
		hostRow(host, element("small", {}, ` ${count(own.units, "unit")}`),
			names.map((name) => capabilityCell(name, own, least))), names, least));
	return element("table", { className: "fleet", "aria-labelledby": id },
		element("thead", {}, label(head, names, least)),
		element("tbody", {}, label(baseline, names, least), ...body));
}

/* It scrolls, also by keys. */
function region(id, table) {
	return element("div", { className: "region", role: "region", tabIndex: 0,
		"aria-labelledby": id }, table);
}

function modelSection(least) {
	const id = `model-${ids++}`;
	const members = hosts.flatMap((host) => host.alone.models
		.filter((own) => isSameModel(own, least)).map((own) => ({ host, own })));
	const title = `${modelTitle(least)}: ${count(least.units, "unit")} of ` +
		`${least.hosts.length} of ${count(hosts.length, "host")}` +
		(isCommon(least) ? "" : ", not common");
	return element("section", {}, element("h2", { id }, title),
		region(id, modelTable(least, members, id)));
}

function why(host) {
	const found = documentOf(host);
	if (!found)
		return host.alone.errors.map((error) => error.message).join("; ");
	if (found.iommus.length)
		return `the kernel shows nothing of ${count(found.iommus.length, "IOMMU")}`;
	return found.errors.length ? "its IOMMUs could not be read" : "there is no IOMMU";
}

/* Hosts of which there is nothing to compare. */
function restSection() {
	const id = `model-${ids++}`;
	const rest = hosts.filter((host) => !host.alone.models.length);
	if (!rest.length)
		return [];
	const head = element("tr", {}, element("th", { scope: "col" }, "host"),
		element("th", { scope: "col", className: "verdict", hidden: true }, "requirements"),
		element("th", { scope: "col" }, "why"));
	const body = rest.map((host) =>
		hostRow(host, "", [element("td", { className: "why" }, why(host))]));
	const table = element("table", { className: "fleet", "aria-labelledby": id },
		element("thead", {}, head), element("tbody", {}, ...body));
	return [element("section", {},
		element("h2", { id }, `Nothing to compare: ${count(rest.length, "host")}`),
		region(id, table))];
}
