# SPDX-License-Identifier: MIT
"""A headless Chromium, driven through the pipes of its DevTools protocol."""

import base64
import fcntl
import json
import os
import select
import subprocess
import tempfile
import time

ARGUMENTS = ("--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu",
             "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync",
             "--disable-extensions", "--disable-component-update", "--mute-audio",
             "--hide-scrollbars", "--force-color-profile=srgb",
             "--host-resolver-rules=MAP * ~NOTFOUND")
TIMEOUT = 120


def _above(fd):
    """Out of the way of 3 and 4, which are the browser's."""
    high = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(fd)
    return high


class Chromium:
    def __init__(self, program="chromium"):
        self.folder = tempfile.TemporaryDirectory(prefix="iommu-probe-chromium-")
        command = [program, *ARGUMENTS, f"--user-data-dir={self.folder.name}"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")
        their_in, our_out = map(_above, os.pipe())
        our_in, their_out = map(_above, os.pipe())

        def connect():
            os.dup2(their_in, 3)
            os.dup2(their_out, 4)

        # Its own group: the browser is several processes.
        self.process = subprocess.Popen(command, preexec_fn=connect, pass_fds=(3, 4),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(their_in)
        os.close(their_out)
        self.input, self.output, self.buffer = our_in, our_out, b""
        self.last_id, self.events = 0, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(20)
        except (OSError, EOFError, TimeoutError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.input)
        os.close(self.output)
        self.folder.cleanup()

    def _receive(self, until):
        while b"\0" not in self.buffer:
            if not select.select([self.input], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError("no word of the browser")
            piece = os.read(self.input, 1 << 20)
            if not piece:
                raise EOFError("the browser has ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self.last_id += 1
        message = {"id": self.last_id, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.output, data):]
        until = time.monotonic() + TIMEOUT
        while True:
            answer = self._receive(until)
            if answer.get("id") == self.last_id:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method, session):
        until = time.monotonic() + TIMEOUT
        while not any(event.get("method") == method and event.get("sessionId") == session
                      for event in self.events):
            self.events.append(self._receive(until))


class Page:
    """One page, and what became known of it while it was loaded and used."""

    def __init__(self, browser, url, width=1280, height=900):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target,
                                    flatten=True)["sessionId"]
        for domain in "Page", "Runtime", "Log", "Network":
            self.call(f"{domain}.enable")
        self.size(width, height)
        self.call("Page.navigate", url=url)
        browser.wait("Page.loadEventFired", self.session)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def size(self, width, height, scale=1):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=scale, mobile=False)

    def media(self, kind="", scheme="light"):
        self.call("Emulation.setEmulatedMedia", media=kind,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def run(self, script):
        """The value of an expression; a function is called."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True,
                          awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(f"{script}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def key(self, key, text="", modifiers=0):
        code = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowUp": 38,
                "ArrowRight": 39}.get(key, 0)
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text,
                  modifiers=modifiers, windowsVirtualKeyCode=code)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, modifiers=modifiers,
                  windowsVirtualKeyCode=code)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def png(self):
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def pdf(self, **options):
        return base64.b64decode(self.call("Page.printToPDF", **options)["data"])

    def told(self, *methods):
        return [event["params"] for event in self.browser.events
                if event.get("sessionId") == self.session and event["method"] in methods]

    def requests(self):
        return [request["request"]["url"] for request in self.told("Network.requestWillBeSent")]

    def complaints(self):
        """Whatever the console has, and exceptions, and what the policy has refused."""
        return self.told("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded",
                         "Page.javascriptDialogOpening")
