// SPDX-License-Identifier: MIT
/*
 * Prints the kernel's uevents, "ACTION DEVPATH" a line, until it is killed.
 * The first line, "listening", says that none will be missed from here on.
 */
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	char message[8192];
	ssize_t length;
	char *path;
	int s;

	s = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
	if (s < 0 || bind(s, (struct sockaddr *)&address, sizeof(address)) < 0) {
		perror("uevents");
		return 1;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("listening");
	while ((length = recv(s, message, sizeof(message) - 1, 0)) > 0) {
		message[length] = '\0';
		path = strchr(message, '@');
		if (path)
			printf("%.*s %s\n", (int)(path - message), message, path + 1);
	}
	perror("uevents");
	return 1;
}
