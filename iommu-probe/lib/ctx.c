// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "internal.h"

EXPORT int iommu_probe_ctx_new(struct iommu_probe_ctx **ctx)
{
	*ctx = calloc(1, sizeof(**ctx));
	if (!*ctx)
		return -ENOMEM;
	(*ctx)->refs = 1;
	return 0;
}

EXPORT struct iommu_probe_ctx *iommu_probe_ctx_ref(struct iommu_probe_ctx *ctx)
{
	if (ctx)
		ctx->refs++;
	return ctx;
}

EXPORT struct iommu_probe_ctx *iommu_probe_ctx_unref(struct iommu_probe_ctx *ctx)
{
	if (ctx && --ctx->refs == 0)
		free(ctx);
	return NULL;
}

EXPORT const char *iommu_probe_ctx_get_message(const struct iommu_probe_ctx *ctx)
{
	return ctx->message;
}

int ctx_fail(struct iommu_probe_ctx *ctx, int error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(ctx->message, sizeof(ctx->message), format, args);
	va_end(args);
	return -error;
}
