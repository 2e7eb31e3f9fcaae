// SPDX-License-Identifier: MIT
/* Documents against the published schema, by valijson; C++, as that is. */
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <rapidjson/document.h>
#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include "fuzz.h"

using valijson::adapters::RapidJsonAdapter;

struct document {
	std::string text;
};

namespace
{
/* One definition of the schema, of the documents of one kind. */
void read_schema(rapidjson::Document &json, const char *kind)
{
	std::ifstream file(SCHEMA);
	std::string text{ std::istreambuf_iterator<char>(file), {} };

	json.Parse(text.c_str(), text.size());
	MUST(!json.HasParseError() && json["$defs"].HasMember(kind));
	/* Without the choice among all kinds, its errors are those of this one. */
	json.RemoveMember("oneOf");
	json.AddMember("$ref", rapidjson::Value(("#/$defs/" + std::string(kind)).c_str(),
						json.GetAllocator()), json.GetAllocator());
}

const valijson::Schema &schema_of(const std::string &kind)
{
	static std::map<std::string, std::unique_ptr<valijson::Schema>> schemas;
	auto &schema = schemas[kind];
	rapidjson::Document json;
	valijson::SchemaParser parser;

	if (!schema) {
		schema = std::make_unique<valijson::Schema>();
		read_schema(json, kind.c_str());
		parser.populateSchema(RapidJsonAdapter(json), *schema);
	}
	return *schema;
}

void complain(const std::string &text, valijson::ValidationResults &results)
{
	valijson::ValidationResults::Error error;

	while (results.popError(error)) {
		for (const auto &part : error.context)
			std::fputs(part.c_str(), stderr);
		std::fprintf(stderr, ": %s\n", error.description.c_str());
	}
	std::fwrite(text.data(), 1, text.size(), stderr);
	abort();
}
}

struct document *document_new(void)
{
	return new document();
}

int document_write(void *document, const char *text, size_t length)
{
	static_cast<struct document *>(document)->text.append(text, length);
	return 0;
}

void document_validate(struct document *document)
{
	const std::unique_ptr<struct document> owned(document);
	valijson::ValidationResults results;
	valijson::Validator validator;
	rapidjson::Document json;

	json.Parse<rapidjson::kParseValidateEncodingFlag>(owned->text.c_str(), owned->text.size());
	if (json.HasParseError() || !json.IsObject() || !json.HasMember("document"))
		complain(owned->text, results);
	if (!validator.validate(schema_of(json["document"].GetString()), RapidJsonAdapter(json),
				&results))
		complain(owned->text, results);
}
