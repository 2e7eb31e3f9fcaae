// SPDX-License-Identifier: MIT
/* What is shown, and what of it after a filter. */

const field = {};
for (const id of ["summary", "filter", "requirements", "show", "differing", "answer", "fleet",
	"meanings"])
	field[id] = document.getElementById(id);

const answers = {
	yes: "All hosts that were read have a model in common.",
	no: "No model is common to all hosts.",
	unknown: "Not all could be read: what all hosts have in common is not certain.",
};
const marks = { yes: "PASS", no: "FAIL", unknown: "UNKNOWN" };

function showVerdict(host, verdict) {
	const shown = !verdict || field.show.value === "all" || field.show.value === verdict.answer;
	for (const row of rows.get(host)) {
		row.hidden = !shown;
		if (row.nextElementSibling?.className === "below")
			row.nextElementSibling.hidden = !shown;
	}
	for (const cell of verdicts.get(host)) {
		cell.replaceChildren();
		if (!verdict)
			continue;
		cell.append(element("strong", { className: verdict.answer }, marks[verdict.answer]));
		if (verdict.why)
			cell.append(` ${verdict.why}`);
	}
}

let filtered = false;

function showVerdicts(found) {
	/* Nothing to do for what is being typed, which is no requirement yet. */
	if (!found && !filtered)
		return;
	filtered = Boolean(found);
	for (const cell of document.querySelectorAll(".verdict"))
		cell.hidden = !filtered;
	hosts.forEach((host, i) => showVerdict(host, found && found[i]));
}

/* Without requirements there is nothing to be met, and all hosts are there. */
function filter() {
	let requirements;
	field.requirements.removeAttribute("aria-invalid");
	field.answer.className = "";
	try {
		requirements = parseRequirements(field.requirements.value);
	} catch (error) {
		field.requirements.setAttribute("aria-invalid", "true");
		field.answer.className = "failed";
		field.answer.textContent = error.message;
		showVerdicts(null);
		return;
	}
	if (!requirements.length) {
		field.answer.textContent = "";
		showVerdicts(null);
		return;
	}
	const found = hosts.map((host) => check(requirements, host));
	const number = (answer) => found.filter((one) => one.answer === answer).length;
	showVerdicts(found);
	field.answer.textContent = `Of ${count(hosts.length, "host")} ${number("yes")} meet this, ` +
		`${number("no")} do not, of ${number("unknown")} it is not known.`;
}

function showDiffering() {
	field.fleet.classList.toggle("differing", field.differing.checked);
}

function showMeanings() {
	field.meanings.querySelector("dl").append(...tables.attributes.flatMap((row) =>
		[element("dt", {}, row.name), element("dd", {}, row.doc)]));
}

function showFleet() {
	const unread = hosts.filter((host) => !host.script).length;
	field.summary.textContent = `${count(hosts.length, "host")}` +
		`${unread ? `, ${unread} of which could not be read` : ""}. ${answers[fleet.answer]}`;
	field.fleet.append(...fleet.models.map(modelSection), ...restSection());
}

showFleet();
showMeanings();
field.filter.addEventListener("submit", (event) => event.preventDefault());
field.requirements.addEventListener("input", filter);
field.show.addEventListener("change", filter);
field.differing.addEventListener("change", showDiffering);
/* A browser may bring back what was there before the page was loaded anew. */
filter();
showDiffering();
