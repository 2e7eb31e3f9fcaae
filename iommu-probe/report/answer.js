// SPDX-License-Identifier: MIT
/* Whether a host meets requirements: from its document, as `check` answers of it. */

/* Of parts of a whole, all of which it needs: a certain no wins. */
function both(a, b) {
	if (a === "no" || b === "no")
		return "no";
	return a === "yes" ? b : a;
}

/* The same, where one of them is enough. */
function either(a, b) {
	if (a === "yes" || b === "yes")
		return "yes";
	return a === "no" ? b : a;
}

function isUnreadable(host, iommu, model, name) {
	const path = `/sys/class/iommu/${iommu.name}/${model.name}/${name}`;
	return host.errors.some((error) => error.path === path);
}

/* What the absence of a file means, under a model that has no such notion. */
function defaultOf(attribute, model) {
	if (attribute.kind === "NAMES" || attribute.kind === "NUMBERS")
		return [];
	return attribute.flags === "ALIGN" ? models.get(model.model).align : attribute.default;
}

/* The value to judge; undefined: it could not be read, or is not reported. */
function valueOf(host, iommu, model, attribute) {
	if (attribute.name === "model")
		return model.model;
	if (Object.hasOwn(model.capabilities, attribute.name))
		return model.capabilities[attribute.name];
	if (!models.has(model.model) || attribute.models.includes(model.model) ||
	    isUnreadable(host, iommu, model, attribute.name))
		return undefined;
	return defaultOf(attribute, model);
}

function listMeets(requirement, value) {
	const offered = requirement.empty ? !value.length :
		value.some((member) => requirement.attribute.kind === "NAMES" ?
			member === requirement.word : BigInt(member) === requirement.number);
	return offered === (requirement.operator === "=");
}

function wordMeets(requirement, value) {
	const words = wordsOf(requirement.attribute);
	const rank = words.indexOf(value);
	return rank >= 0 &&
		operators[requirement.operator](rank, words.indexOf(requirement.word));
}

function meets(requirement, value) {
	switch (requirement.attribute.kind) {
	case "UINT":
		return operators[requirement.operator](BigInt(value), requirement.number);
	case "WORD":
		return wordMeets(requirement, value);
	default:
		return listMeets(requirement, value);
	}
}

function judge(requirement, host, iommu, model) {
	const { attribute } = requirement;
	const value = valueOf(host, iommu, model, attribute);
	if (value === undefined)
		return { answer: "unknown", why: `${attribute.name} is not known` };
	if (attribute.flags === "WIDTH" && BigInt(value) === 0n)
		return { answer: "unknown", why: `${attribute.name} is not reported` };
	return {
		answer: meets(requirement, value) ? "yes" : "no",
		why: `${attribute.name} is ${formatValue(attribute.name, value)}`,
	};
}

/* All of them under one model; the first that decides says why. */
function checkModel(requirements, host, iommu, model) {
	let found = { answer: "yes", why: "" };
	for (const requirement of requirements) {
		const one = judge(requirement, host, iommu, model);
		const answer = both(found.answer, one.answer);
		if (answer !== found.answer)
			found = { answer, why: `${iommu.name}: ${one.why}` };
	}
	return found;
}

/* One of its models is enough. */
function checkIommu(requirements, host, iommu) {
	if (!iommu.models.length)
		return { answer: "unknown", why: `${iommu.name}: the kernel shows nothing of it` };
	const found = iommu.models.map((model) => checkModel(requirements, host, iommu, model));
	const answer = found.map((one) => one.answer).reduce(either);
	return found.find((one) => one.answer === answer);
}

function check(requirements, host) {
	const found = documentOf(host);
	if (!found)
		return { answer: "unknown", why: "it could not be read" };
	if (!found.iommus.length)
		return found.errors.some((error) => error.path === "/sys/class/iommu") ?
			{ answer: "unknown", why: "its IOMMUs could not be listed" } :
			{ answer: "no", why: "there is no IOMMU" };
	const answers = found.iommus.map((iommu) => checkIommu(requirements, found, iommu));
	const answer = answers.map((one) => one.answer).reduce(both);
	return answers.find((one) => one.answer === answer);
}
