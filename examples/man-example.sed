# SPDX-License-Identifier: MIT
# The program between the fences of a man page's source, in which \\ is \.
/^```$/,/^```$/ {
	/^```$/d
	s/\\\\/\\/g
	p
}
