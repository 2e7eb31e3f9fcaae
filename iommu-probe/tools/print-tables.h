/* SPDX-License-Identifier: MIT */
#ifndef PRINT_TABLES_H
#define PRINT_TABLES_H

/* The kernel's ABI page, on standard output; an exit status. */
int print_abi(void);

#endif
