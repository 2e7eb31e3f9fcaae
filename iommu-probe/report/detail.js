// SPDX-License-Identifier: MIT
/* All of one host: its errors, and each IOMMU down to its registers. */

const origins = {
	attributes: "as the kernel part shows it",
	registers: "decoded from registers: the kernel may have left some of it off",
};

function errorList(errors) {
	return element("ul", { className: "errors" }, ...errors.map((error) =>
		element("li", {}, `${error.path}: ${error.message}`)));
}

function capabilityTable(model) {
	const rows = Object.entries(model.capabilities).map(([name, value]) =>
		[name, formatValue(name, value), model.defaulted.includes(name) ? "default" : ""]);
	return plainTable("Capabilities", ["Capability", "Value", "Origin"], rows);
}

/* What the tool says of these words, field by field. */
function commandParts(model) {
	const words = Object.entries(model.registers);
	const known = models.get(model.model);
	if (model.origin !== "registers" || !known || !Object.keys(model.capabilities).length)
		return [];
	const command = ["iommu-probe decode", known.name,
		...words.map(([name, word]) => `${name}=${word}`)].join(" ");
	return [element("p", {}, "Field by field: ", element("code", {}, command))];
}

function registerParts(model) {
	const words = Object.entries(model.registers);
	if (!words.length)
		return [];
	const rows = words.map(([name, word]) => [name, element("code", {}, word)]);
	return [plainTable("Registers", ["Register", "Word"], rows)];
}

function unknownParts(model) {
	if (!model.unknown.length)
		return [];
	const rows = model.unknown.map((file) => [file.name, file.text]);
	return [plainTable("Files that this version does not know", ["File", "Text"], rows)];
}

function modelPart(model) {
	return element("div", { className: "model" },
		element("h5", {}, modelTitle(model)),
		element("p", {}, origins[model.origin]),
		element("div", { className: "tables" },
			...registerParts(model), capabilityTable(model), ...unknownParts(model)),
		...commandParts(model));
}

function parentText(parent) {
	return parent ? ` ${parent.name} of ${parent.subsystem}` +
		(parent.driver ? `, driver ${parent.driver}` : "") : "";
}

function iommuPart(iommu) {
	const models = iommu.models.length ? iommu.models.map(modelPart) :
		[element("p", {}, "The kernel shows nothing of it.")];
	return element("section", {},
		element("h4", {}, iommu.name, element("small", {}, parentText(iommu.parent))),
		...models,
		element("p", {}, `${count(iommu.devices.length, "device")} behind it` +
			(iommu.devices.length ? `: ${iommu.devices.join(", ")}` : "")));
}

function detail(host) {
	const found = documentOf(host);
	const errors = found ? found.errors : host.alone.errors;
	return element("div", { className: "detail" },
		element("h3", {}, host.name),
		...(errors.length ? [errorList(errors)] : []),
		...(found ? found.iommus.map(iommuPart) : []));
}
