// SPDX-License-Identifier: MIT
/*
 * agree MOCKS COUNT SEED: offers COUNT random tables to each of the pretend
 * IOMMUs in the folder MOCKS that the class has, and asks the library what it
 * thinks of the same table. Says what was answered, and fails at the first
 * difference.
 */
#include <errno.h>
#include <fcntl.h>
#include <iommu-probe.h>
#include <linux/iommu-caps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "random.h"

#define SIZE_MAX_OFFERED 64

static const int errors[] = { 0, EINVAL, E2BIG, ENODEV, EOPNOTSUPP, ERANGE };
static unsigned int answered[sizeof(errors) / sizeof(*errors)];

/* The number of some model of the IOMMU; of one that shows none, any. */
static uint32_t some_model(struct iommu_probe_iommu *iommu, uint64_t *seed)
{
	struct iommu_probe_model *model = iommu_probe_iommu_get_first_model(iommu), *next;

	if (!model || random_percent(seed, 3))
		return random_below(seed, 260);
	while (random_percent(seed, 50)) {
		next = iommu_probe_model_get_next(model);
		model = next ? next : iommu_probe_iommu_get_first_model(iommu);
	}
	return iommu_probe_model_get_number(model);
}

/* A table that may be good, and bytes that need not be. */
static uint32_t random_offer(struct iommu_probe_iommu *iommu, uint64_t *seed,
			     unsigned char bytes[SIZE_MAX_OFFERED])
{
	struct iommu_pasid_table_config config = { .argsz = sizeof(config) };

	config.model = some_model(iommu, seed);
	config.pasid_bits = (unsigned char)random_below(seed, random_percent(seed, 95) ? 24 : 256);
	config.base_ptr = random_next(seed) >> random_below(seed, 64);
	config.base_ptr &= ~0ULL << random_below(seed, 64);
	if (random_percent(seed, 60))
		config.base_ptr = (1ULL + random_below(seed, 64)) << 26;
	config.bytes[0] = (unsigned char)random_below(seed, random_percent(seed, 95) ? 3 : 256);
	if (config.model == IOMMU_CAPS_NUMBER_ARM_SMMU_V3)
		config.arm_smmu_v3.s1dss = (unsigned char)random_below(seed, 4);
	if (random_percent(seed, 15))
		config.argsz = sizeof(config.argsz) + random_below(seed, SIZE_MAX_OFFERED - 3);
	memset(bytes, 0, SIZE_MAX_OFFERED);
	memcpy(bytes, &config, sizeof(config));
	/* Any byte but those of argsz. */
	if (random_percent(seed, 20))
		bytes[sizeof(config.argsz) + random_below(seed, SIZE_MAX_OFFERED - 4)] =
			(unsigned char)random_next(seed);
	return config.argsz;
}

static int answer_of_kernel(int bind, const unsigned char *bytes, uint32_t size)
{
	const ssize_t written = write(bind, bytes, size);

	if (written < 0)
		return errno;
	return written == (ssize_t)size ? 0 : EIO;
}

static int answer_of_library(struct iommu_probe_iommu *iommu, const unsigned char *bytes)
{
	struct iommu_pasid_table_config config[SIZE_MAX_OFFERED / sizeof(struct iommu_pasid_table_config)];

	memcpy(config, bytes, sizeof(config));
	return -iommu_probe_iommu_check_pasid_table(iommu, config);
}

static void count(int error)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (errors[i] == error)
			answered[i]++;
}

static int compare(struct iommu_probe_iommu *iommu, int bind, unsigned long rounds,
		   uint64_t *seed)
{
	unsigned char bytes[SIZE_MAX_OFFERED];
	unsigned long i;

	for (i = 0; i < rounds; i++) {
		const uint32_t size = random_offer(iommu, seed, bytes);
		const int kernel = answer_of_kernel(bind, bytes, size);
		const int library = answer_of_library(iommu, bytes);
		uint32_t j;

		count(kernel);
		if (kernel == library)
			continue;
		printf("%s: kernel %d, library %d:", iommu_probe_iommu_get_name(iommu), kernel,
		       library);
		for (j = 0; j < size; j++)
			printf(" %02x", bytes[j]);
		putchar('\n');
		return 1;
	}
	return 0;
}

/* 0, or what ends all: a difference, or an IOMMU that cannot be read. */
static int compare_one(struct iommu_probe_iommu *iommu, const char *mocks, unsigned long rounds,
		       uint64_t *seed)
{
	char path[512];
	int bind, ret;

	snprintf(path, sizeof(path), "%s/%s/bind", mocks, iommu_probe_iommu_get_name(iommu));
	bind = open(path, O_WRONLY | O_CLOEXEC);
	/* A real one. */
	if (bind < 0)
		return 0;
	ret = compare(iommu, bind, rounds, seed);
	close(bind);
	return ret;
}

static int compare_all(struct iommu_probe_host *host, const char *mocks, unsigned long rounds,
		       uint64_t seed)
{
	struct iommu_probe_iommu *iommu, *next;
	int ret = iommu_probe_iommu_get_first(host, &iommu);
	size_t i;

	while (!ret && iommu) {
		ret = compare_one(iommu, mocks, rounds, &seed);
		if (!ret)
			ret = iommu_probe_iommu_get_next(iommu, &next);
		iommu_probe_iommu_unref(iommu);
		iommu = ret ? NULL : next;
	}
	for (i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		printf("errno-%d %u\n", errors[i], answered[i]);
	return ret ? 1 : 0;
}

int main(int argc, char *argv[])
{
	struct iommu_probe_host *host = NULL;
	struct iommu_probe_ctx *ctx = NULL;
	int ret = 2;

	if (argc != 4 || iommu_probe_ctx_new(&ctx))
		return 2;
	printf("seed %s\n", argv[3]);
	if (!iommu_probe_host_new(ctx, NULL, &host))
		ret = compare_all(host, argv[1], strtoul(argv[2], NULL, 0),
				  strtoull(argv[3], NULL, 0));
	iommu_probe_host_unref(host);
	iommu_probe_ctx_unref(ctx);
	return ret;
}
