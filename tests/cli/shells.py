# SPDX-License-Identifier: MIT
"""Real shells that complete a command line: what they offer, and the line that they make of it."""

import os
import pty
import select
import subprocess
import tempfile
import time

DEADLINE = 30
# What tells the end of a completion, in a file of its own.
TAB, DONE, CLEAR = "\t", "\x1d", "\x15"

BASH = r"""
PS1=; PS2=; HISTFILE=; set +o history
bind 'set bell-style none' 'set completion-query-items 0' 2>/dev/null
bind 'set show-all-if-ambiguous off'
. /usr/share/bash-completion/bash_completion
. "$COMPLETION"
offered() { _iommu_probe "$@" 2>>"$ERRORS"; printf '%s\n' "${COMPREPLY[@]}" >"$OFFERED"; }
complete -F offered iommu-probe
done_() { printf '%s' "$READLINE_LINE" >"$LINE.new"; mv "$LINE.new" "$LINE"; }
bind -x '"\C-]": done_'
cd "$FOLDER"; : >"$LINE"
"""

ZSH = r"""
PS1=; PS2=; RPS1=; unset HISTFILE; unsetopt beep prompt_sp zle_bracketed_paste
fpath=(${COMPLETION:h} $fpath)
autoload -Uz compinit; compinit -u -d "$FOLDER/.zcompdump"
LISTMAX=9999
unsetopt auto_menu menu_complete auto_list list_ambiguous
compadd () {
	if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
		builtin compadd "$@"
		return
	fi
	local -a __hits
	builtin compadd -A __hits "$@"
	(($#__hits)) && print -rl -- $__hits >>"$OFFERED"
	builtin compadd "$@"
}
done_() { print -rn -- $BUFFER >"$LINE.new"; mv "$LINE.new" "$LINE"; }
zle -N done_; bindkey "^]" done_; bindkey '^U' kill-whole-line
cd "$FOLDER"; : >"$LINE"
"""


class Interactive:
    """bash or zsh at a terminal."""

    def __init__(self, command, setup, tool, completion):
        self.folder = tempfile.TemporaryDirectory()
        path = self.folder.name
        self.offered, self.line = os.path.join(path, "offered"), os.path.join(path, "line")
        self.errors = os.path.join(path, "errors")
        work = os.path.join(path, "work")
        os.mkdir(work)
        setup_file = os.path.join(path, "setup")
        with open(setup_file, "w", encoding="utf-8") as file:
            file.write(setup)
        environment = {
            "PATH": os.path.dirname(tool) + ":/usr/bin:/bin", "HOME": path, "TERM": "dumb",
            "LC_ALL": "C.UTF-8", "COMPLETION": completion, "OFFERED": self.offered,
            "LINE": self.line, "ERRORS": self.errors, "FOLDER": work}
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            os.execvpe(command[0], command, environment)
        self.type(f". {setup_file}\n")
        self.wait()

    def type(self, text):
        os.write(self.terminal, text.encode())

    def wait(self):
        """Until the shell has written the line; what it shows meanwhile is of no interest."""
        shown, end = b"", time.monotonic() + DEADLINE
        while time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.01)[0]:
                shown += os.read(self.terminal, 65536)
            elif os.path.exists(self.line):
                with open(self.line, encoding="utf-8") as file:
                    line = file.read()
                os.unlink(self.line)
                return line
        raise AssertionError(f"the shell does not answer: {shown[-2000:]}")

    def complete(self, line):
        """What is offered where the line ends, and the line after it."""
        if os.path.exists(self.offered):
            os.unlink(self.offered)
        self.type(CLEAR + line + TAB + DONE)
        made = self.wait()
        if not os.path.exists(self.offered):
            return [], made
        with open(self.offered, encoding="utf-8") as file:
            return sorted(set(filter(None, file.read().split("\n")))), made

    def stderr(self):
        if not os.path.exists(self.errors):
            return ""
        with open(self.errors, encoding="utf-8") as file:
            return file.read()

    def made_files(self):
        return [name for name in os.listdir(os.path.join(self.folder.name, "work"))
                if not name.startswith(".zcompdump")]

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)
        self.folder.cleanup()


class Bash(Interactive):
    def __init__(self, tool, folder):
        super().__init__(["bash", "--norc", "--noprofile", "-i"], BASH, tool,
                         os.path.join(folder, "iommu-probe"))


class Zsh(Interactive):
    def __init__(self, tool, folder):
        super().__init__(["zsh", "-f", "-i"], ZSH, tool, os.path.join(folder, "_iommu-probe"))


class Fish:
    """It says what it would offer; the line that it makes is not to be had."""

    def __init__(self, tool, folder):
        self.work = tempfile.TemporaryDirectory()
        self.completion = os.path.join(folder, "iommu-probe.fish")
        self.environment = {"PATH": os.path.dirname(tool) + ":/usr/bin:/bin",
                            "HOME": self.work.name, "LC_ALL": "C.UTF-8"}
        self.err = ""

    def complete(self, line):
        done = subprocess.run(
            ["fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]",
             self.completion, line],
            env=self.environment, cwd=self.work.name, stdin=subprocess.DEVNULL, check=True,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=DEADLINE)
        self.err += done.stderr
        return sorted({offer.split("\t")[0] for offer in done.stdout.splitlines()}), None

    def stderr(self):
        return self.err

    def made_files(self):
        return [name for name in os.listdir(self.work.name) if not name.startswith(".")]

    def close(self):
        self.work.cleanup()


SHELLS = {"bash": Bash, "zsh": Zsh, "fish": Fish}
