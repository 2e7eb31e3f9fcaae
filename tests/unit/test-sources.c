// SPDX-License-Identifier: MIT
/*
 * The texts that say which fields a value is made of, against the decoders:
 * every bit of every register of every vector is turned over, one at a time,
 * and what changes then has to have that bit in its text. The other way round,
 * every field in a text has to change something somewhere.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "run.h"
#include "sources.h"
#include "vectors.h"

/* A bit each of the registers of a model. */
struct bits {
	u64 of[IOMMU_CAPS_REGS_MAX];
};

/* By model and attribute. */
static struct bits reacts[IOMMU_CAPS_MODELS][IOMMU_CAPS_ATTRIBUTES];
static bool has_value[IOMMU_CAPS_MODELS][IOMMU_CAPS_ATTRIBUTES];

/* Facts from elsewhere that the tool has too; the others only the kernel has. */
static bool is_table(const struct iommu_caps_register *reg)
{
	return !strcmp(reg->name, "haw") || !strcmp(reg->name, "pasize");
}

static bool is_fact(const struct iommu_caps_register *reg)
{
	return reg->use == IOMMU_CAPS_REGISTER_FACT;
}

static void texts_of(int model, const struct iommu_caps_regs *regs,
		     char texts[IOMMU_CAPS_ATTRIBUTES][IOMMU_CAPS_TEXT_MAX])
{
	struct iommu_caps caps;
	int id;

	if (iommu_caps_decoders[model].decode(regs, &caps))
		exit(EXIT_FAILURE);
	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		*texts[id] = '\0';
		iommu_caps_format(&caps, id, texts[id], IOMMU_CAPS_TEXT_MAX);
		has_value[model][id] |= *texts[id] != '\0';
	}
}

static void turn_every_bit(int model, struct iommu_caps_regs regs)
{
	static char before[IOMMU_CAPS_ATTRIBUTES][IOMMU_CAPS_TEXT_MAX];
	static char behind[IOMMU_CAPS_ATTRIBUTES][IOMMU_CAPS_TEXT_MAX];
	const struct iommu_caps_register *registers = iommu_caps_decoders[model].registers;
	unsigned int reg, bit;
	int id;

	texts_of(model, &regs, before);
	for (reg = 0; registers[reg].name; reg++) {
		for (bit = 0; iommu_caps_regs_has(&regs, reg) && bit < registers[reg].bits; bit++) {
			regs.value[reg] ^= BIT_ULL(bit);
			texts_of(model, &regs, behind);
			regs.value[reg] ^= BIT_ULL(bit);
			for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++)
				if (strcmp(before[id], behind[id]))
					reacts[model][id].of[reg] |= BIT_ULL(bit);
		}
	}
}

/* As the tool has them: without what only the kernel knows. */
static void drop_facts(int model, struct iommu_caps_regs *regs)
{
	const struct iommu_caps_register *registers = iommu_caps_decoders[model].registers;
	unsigned int reg;

	for (reg = 0; registers[reg].name; reg++)
		if (is_fact(&registers[reg]) && !is_table(&registers[reg]))
			regs->known &= ~(u32)BIT(reg);
}

/* Of a model that has only facts the tool decodes nothing, so it needs no text. */
static bool has_registers(int model)
{
	const struct iommu_caps_register *reg = iommu_caps_decoders[model].registers;

	while (reg && reg->name && is_fact(reg))
		reg++;
	return reg && reg->name;
}

static void try_model(int model)
{
	const struct iommu_caps_decoder *decoder = &iommu_caps_decoders[model];
	struct vector *vectors = NULL;
	struct iommu_caps_regs regs;
	size_t count, i;
	char file[64];

	snprintf(file, sizeof(file), "%s.tsv", iommu_caps_models[model].name);
	count = vectors_read(file, model, &vectors, 0);
	for (i = 0; i < count; i++) {
		if (vectors_registers(decoder, vectors[i].registers, &regs))
			exit(EXIT_FAILURE);
		drop_facts(model, &regs);
		turn_every_bit(model, regs);
	}
	vectors_free(vectors, count);
}

/* A field of a text, as "ECAP.SMTS (43)"; high < low: all of the register. */
struct field {
	int reg;
	unsigned int high;
	unsigned int low;
};

/* "IDR0" to the row of idr0; -1: it is no register of the model. */
static int find_register(int model, const char *name, size_t length)
{
	const struct iommu_caps_register *registers = iommu_caps_decoders[model].registers;
	int i;

	for (i = 0; registers[i].name; i++)
		if (strlen(registers[i].name) == length &&
		    !strncasecmp(registers[i].name, name, length) && !is_fact(&registers[i]))
			return i;
	return -1;
}

static int named_table(int model)
{
	const struct iommu_caps_register *registers = iommu_caps_decoders[model].registers;
	int i;

	for (i = 0; registers[i].name && !is_table(&registers[i]); i++)
		;
	return registers[i].name ? i : -1;
}

/*
 * One part of a text; *reg is the register that was named last, -1 at first,
 * and stays if this part names none. False: the part is malformed.
 */
static bool parse_part(int model, const char *part, int *reg, struct field *field)
{
	const char *bits = strchr(part, '('), *dot = strchr(part, '.');
	int end = 0;

	*field = (struct field){ .reg = -1, .high = 0, .low = 1 };
	if (!strncmp(part, "errata by ", 10)) {
		field->reg = find_register(model, part + 10, strlen(part + 10));
		return field->reg >= 0;
	}
	if (!strncmp(part, "capability header ", 18))
		*reg = find_register(model, "cap", 3);
	else if (dot && (!bits || dot < bits))
		*reg = find_register(model, part, (size_t)(dot - part));
	field->reg = *reg;
	if (*reg < 0 || !bits)
		return false;
	if (sscanf(bits, "(%u:%u)%n", &field->high, &field->low, &end) == 2 && end)
		return !bits[end] && field->high > field->low && field->high < 64;
	field->low = 0;
	if (sscanf(bits, "(%u)%n", &field->high, &end) != 1 || !end || bits[end])
		return false;
	field->low = field->high;
	return field->high < 64;
}

static u64 mask(const struct field *field)
{
	return field->high < field->low ? ~0ULL : GENMASK_ULL(field->high, field->low);
}

/* All fields of a text into named, each of which has to matter. */
static void parse_source(int model, int id, const char *source, struct bits *named)
{
	char *copy = strdup(source), *rest = copy, *part;
	struct field field;
	int reg = -1;

	ck_assert_ptr_nonnull(copy);
	memset(named, 0, sizeof(*named));
	if (!strncmp(source, "table ", 6)) {
		ck_assert_int_ge(named_table(model), 0);
		ck_assert_uint_ne(reacts[model][id].of[named_table(model)], 0);
		named->of[named_table(model)] = ~0ULL;
		rest = NULL;
	} else if (!strcmp(source, "the model's")) {
		rest = NULL;
	}
	while ((part = strsep(&rest, ",;"))) {
		part += *part == ' ';
		if (!parse_part(model, part, &reg, &field))
			ck_abort_msg("%s of %s: '%s' in '%s' is no field",
				     iommu_caps_attributes[id].name, iommu_caps_models[model].name,
				     part, source);
		if (named->of[field.reg] & mask(&field))
			ck_abort_msg("'%s': '%s' twice", source, part);
		named->of[field.reg] |= mask(&field);
		if (!(reacts[model][id].of[field.reg] & mask(&field)))
			ck_abort_msg("%s of %s does not depend on '%s' of '%s'",
				     iommu_caps_attributes[id].name, iommu_caps_models[model].name,
				     part, source);
	}
	free(copy);
}

static void check_bits(int model, int id, const char *source, const struct bits *named)
{
	const struct iommu_caps_register *registers = iommu_caps_decoders[model].registers;
	int reg;

	for (reg = 0; registers[reg].name; reg++) {
		const u64 missing = reacts[model][id].of[reg] & ~named->of[reg];

		if (missing)
			ck_abort_msg("%s of %s depends on bits %#llx of %s, not in '%s'",
				     iommu_caps_attributes[id].name, iommu_caps_models[model].name,
				     (unsigned long long)missing, registers[reg].name, source);
	}
}

/* Each model and attribute: a text where there is ever a value, and its bits. */
START_TEST(test_source)
{
	const int model = _i / IOMMU_CAPS_ATTRIBUTES, id = _i % IOMMU_CAPS_ATTRIBUTES;
	const char *source = iommu_caps_source(model, id);
	struct bits named;

	if (!has_value[model][id] || id == IOMMU_CAPS_MODEL) {
		ck_assert_msg(!source, "%s of %s never has a value, and a source",
			      iommu_caps_attributes[id].name, iommu_caps_models[model].name);
		return;
	}
	ck_assert_msg(source, "%s of %s has no source", iommu_caps_attributes[id].name,
		      iommu_caps_models[model].name);
	parse_source(model, id, source, &named);
	check_bits(model, id, source, &named);
}
END_TEST

/* The name of a field, as "SMTS" of "ECAP.SMTS (43)"; its length. */
static const char *field_name(const char *part, int *length)
{
	const char *name = part + strcspn(part, "(");

	while (name > part && name[-1] == ' ')
		name--;
	for (*length = 0; name > part && !strchr(". ", name[-1]); ++*length)
		name--;
	return name;
}

/* Fields of one model: the bits of each name, the names of each bit. */
struct dictionary {
	const char *names[IOMMU_CAPS_REGS_MAX][64];
	int lengths[IOMMU_CAPS_REGS_MAX][64];
};

static void look_up(struct dictionary *d, const char *part, const struct field *field)
{
	unsigned int bit;
	int length;
	const char *name = field_name(part, &length);

	for (bit = 0; bit < 64; bit++) {
		const char **known = &d->names[field->reg][bit];
		const bool within = bit >= field->low && bit <= field->high;
		const bool same = *known && d->lengths[field->reg][bit] == length &&
				  !strncmp(*known, name, (size_t)length);

		if (*known && within != same)
			ck_abort_msg("'%s' against '%s': bit %u", part, *known, bit);
		if (within) {
			*known = name;
			d->lengths[field->reg][bit] = length;
		}
	}
}

/* Bits that change nothing, as reserved ones, are held by their field's other texts. */
START_TEST(test_fields_are_the_same_everywhere)
{
	struct dictionary d = { 0 };
	int i;

	/* Twice, so that the first text is held against the last one too. */
	for (i = 0; i < 2 * IOMMU_CAPS_ATTRIBUTES; i++) {
		const char *part = iommu_caps_source(_i, i % IOMMU_CAPS_ATTRIBUTES);
		struct field field;
		char *copy;
		int reg = -1;

		if (!part || !strncmp(part, "table ", 6))
			continue;
		for (; *part; part += strcspn(part, ",;"), part += strspn(part, ",; ")) {
			copy = strndup(part, strcspn(part, ",;"));
			ck_assert_ptr_nonnull(copy);
			if (parse_part(_i, copy, &reg, &field) && field.high >= field.low)
				look_up(&d, part, &field);
			free(copy);
		}
	}
}
END_TEST

/* A text that says that the model has the value may not hide what it reacts to. */
START_TEST(test_constants)
{
	int model, id, reg, constants = 0;

	for (model = 0; model < IOMMU_CAPS_MODELS; model++) {
		for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
			const char *source = iommu_caps_source(model, id);

			if (!source || strcmp(source, "the model's"))
				continue;
			constants++;
			for (reg = 0; reg < IOMMU_CAPS_REGS_MAX; reg++)
				ck_assert_uint_eq(reacts[model][id].of[reg], 0);
		}
	}
	ck_assert_int_ge(constants, 1);
}
END_TEST

/* Of models that nobody decodes, and of models that are none. */
START_TEST(test_no_source)
{
	int model, id;

	for (id = 0; id < IOMMU_CAPS_ATTRIBUTES; id++) {
		ck_assert_ptr_null(iommu_caps_source(-1, id));
		for (model = 0; model < IOMMU_CAPS_MODELS; model++)
			ck_assert(has_registers(model) || !iommu_caps_source(model, id));
	}
}
END_TEST

int main(int argc, char *argv[])
{
	Suite *suite = suite_create("sources");
	TCase *tests = tcase_create("sources");
	int model;

	vectors_root = argc > 1 ? argv[1] : ".";
	for (model = 0; model < IOMMU_CAPS_MODELS; model++) {
		if (!has_registers(model))
			continue;
		try_model(model);
		tcase_add_loop_test(tests, test_source, model * IOMMU_CAPS_ATTRIBUTES,
				    (model + 1) * IOMMU_CAPS_ATTRIBUTES);
	}
	tcase_add_loop_test(tests, test_fields_are_the_same_everywhere, 0, IOMMU_CAPS_MODELS);
	tcase_add_test(tests, test_constants);
	tcase_add_test(tests, test_no_source);
	suite_add_tcase(suite, tests);
	return run(suite);
}
