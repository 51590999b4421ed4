"""The processes a browser test looks at: the sandboxes, the service, and what a person does in a terminal."""

import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.request
from datetime import date
from pathlib import Path

PROGRAM = os.environ.get("LEDGERBRIDGE", str(Path(".build/debug/ledgerbridge").resolve()))

# How long a process may take to say what is waited for; a machine that builds something else meanwhile is slow.
SECONDS_MAX = 120

CLIENT = "6f1c0000-1111-2222-3333-444455556666"
REDIRECT = "http://127.0.0.1:8080/exact/callback"
DAY = ["--seed", "7", "--invoices", "80", "--credit-notes", "6"]


class Process:
    """A process of the program; what it says is kept, and can be waited for."""

    def __init__(self, words: list[str], folder: Path):
        environment = {**os.environ, "LANG": "en_GB.UTF-8", "USER": "consultant"}
        self.words = words
        self.lines: list[str] = []
        self.heard = threading.Condition()
        self.is_done = False
        self.process = subprocess.Popen(
            [PROGRAM, *words], cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            with self.heard:
                self.lines.append(line.rstrip("\n"))
                self.heard.notify_all()
        with self.heard:
            self.is_done = True
            self.heard.notify_all()

    def wait_for(self, pattern: str) -> re.Match:
        """The first line that holds the pattern, now or later."""
        def found():
            return next((match for line in self.lines if (match := re.search(pattern, line))), None)

        with self.heard:
            self.heard.wait_for(lambda: found() or self.is_done, timeout=SECONDS_MAX)
            match = found()
        if not match:
            raise AssertionError(f"{' '.join(self.words[:3])} did not say {pattern!r}:\n" + "\n".join(self.lines[-40:]))
        return match

    def end(self, with_signal=signal.SIGTERM) -> int:
        """Asks it to end in good order; its status."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class Sandbox:
    """A sandbox's keeper's door, and what its own service tells."""

    def __init__(self, origin: str):
        self.origin = origin

    def ask(self, method: str, path: str, body=None, headers: dict | None = None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.origin + path, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def wait(self):
        """Waits until it answers: who starts it does not hear it."""
        end = time.monotonic() + SECONDS_MAX
        while True:
            try:
                return self.ask("GET", "/_sandbox/calls")
            except OSError:
                assert time.monotonic() < end, f"{self.origin} does not answer"

    def keep(self, path: str, body, method: str = "POST"):
        """Orders something by the keeper's door."""
        return self.ask(method, "/_sandbox/" + path, body)

    def books(self) -> list[dict]:
        """Every entry in the books, by their own account."""
        return self.ask("GET", "/_sandbox/books")["entries"]

    def stream(self, kind: str) -> list[dict]:
        """All FreshPortal tells of a kind, as the bridge reads it."""
        token = self.ask("POST", "/v1/auth", {"username": "sandbox-key", "type": "api"})["token"]
        items, after = [], 0
        while True:
            page = self.ask("GET", f"/finance/v1/{kind}/sync/{after}", headers={"Authorization": f"Bearer {token}"})
            items += page["results"]
            if not page["has_more"]:
                return items
            after = page["max_sequence"]


class Town:
    """A folder with a configuration, both sandboxes and the service; everything ends with it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.processes: list[Process] = []
        self.service: Process | None = None
        self.origin = ""
        self.freshportal: Sandbox
        self.exact: Sandbox

    def open(self):
        """Starts what stands in the town."""
        raise NotImplementedError

    def start(self, *words: str) -> Process:
        process = Process(list(words), self.folder)
        self.processes.append(process)
        return process

    def run(self, *words: str, may_fail=False) -> str:
        """What a person does in a terminal; what it printed. Fails when the command does, unless it may: then it printed nothing."""
        done = subprocess.run(
            [PROGRAM, *words], cwd=self.folder, text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS_MAX,
            env={**os.environ, "LANG": "en_GB.UTF-8", "USER": "consultant"})
        if done.returncode not in (0, 1):
            if may_fail:
                return ""
            raise AssertionError(f"{' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def serve(self):
        """Starts the service anew; waits until its door is open."""
        if self.service:
            self.service.end()
        self.service = self.start("serve", "--clock-file", self._clock())
        self.origin = self.service.wait_for(r'door="?(http://[0-9.]+:\d+)').group(1)

    def _clock(self) -> str:
        """The file by which the service's clock goes ahead of the machine's."""
        file = self.folder / "clock"
        if not file.exists():
            file.write_text("0\n")
        return str(file)

    def pass_days(self, days: int):
        """Time passes, here and in the books."""
        self.exact.keep("clock", {"advanceSeconds": days * 86_400})
        (self.folder / "clock").write_text(f"{days * 86_400_000}\n")

    def user(self, name: str, role: str) -> str:
        """Makes a person in the terminal; the password."""
        return json.loads(self.run("user", "create", name, "--role", role, "--lang", "en", "--json"))["password"]

    def end(self):
        for process in reversed(self.processes):
            process.end()


def sandbox(process: Process) -> Sandbox:
    return Sandbox(process.wait_for(r"(http://127\.0\.0\.1:\d+),").group(1))


class NewOffice(Town):
    """A folder as a consultant begins with: a configuration, no consent, no rules, nobody who may sign in."""

    def open(self):
        today = ["--date", date.today().isoformat()]
        freshportal = self.start("sandbox", "freshportal", *DAY, *today)
        exact = self.start("sandbox", "exact", *DAY, *today, "--calls-per-minute", "6000")
        self.freshportal, self.exact = sandbox(freshportal), sandbox(exact)
        self.configure()
        self.serve()

    def configure(self):
        (self.folder / "freshportal.key").write_text("sandbox-key\n")
        (self.folder / "exact.secret").write_text("sandbox-secret\n")
        (self.folder / "ledgerbridge.yaml").write_text(f"""\
journal: ledgerbridge.sqlite
key_file: ledgerbridge.key
language: en
service: {{ address: 127.0.0.1, port: 0 }}
console: {{ open: true }}
sources:
  freshportal: {{ type: freshportal, url: "{self.freshportal.origin}", key: "file:{self.folder}/freshportal.key" }}
targets:
  exact:
    type: exact
    url: {self.exact.origin}
    division: 3456789
    client_id: {CLIENT}
    client_secret: file:{self.folder}/exact.secret
    redirect: {REDIRECT}
    limits: {{ per_minute: 6000, per_day: 5000 }}
    settling_seconds: 2
bridges:
  export:
    source: freshportal
    administration: NL01
    target: exact
    approval: review_all
    schedule: on_arrival
    closed_period: ask
    first_date: {date.today().replace(day=1)}
    wait_for_missing_seconds: 3
    poll_seconds: 1
    read_back_seconds: 5
""")


class Demo(Town):
    """What `ledgerbridge demo` leaves at its end: a worked day, the console open, and somebody who may sign in."""

    sandboxes: subprocess.Popen | None = None

    def open(self):
        self.process = self.start("demo", "--console", "--lang", "en", "--directory", str(self.folder), *DAY)
        self.proof = self.process.wait_for(r"^DEMO \w+ .*").group(0)
        self.origin = self.process.wait_for(r"Address +(http://[0-9.:]+)/").group(1)
        self.name = self.process.wait_for(r"User +(\w+)$").group(1)
        self.password = self.process.wait_for(r"Password +(\S+)$").group(1)
        self.freshportal = Sandbox(self.process.wait_for(r"FreshPortal +(http://[0-9.:]+)/").group(1))
        self.exact = Sandbox(self.process.wait_for(r"The books +(http://[0-9.:]+)/").group(1))

    def stop(self) -> int:
        """Ctrl-C: the whole foreground hears it."""
        os.killpg(self.process.process.pid, signal.SIGINT)
        return self.process.process.wait(timeout=60)

    def open_again(self, furnish):
        """The sandboxes as the demo left them, and the service, by what the demo says can be done."""
        self.sandboxes = subprocess.Popen(
            ["./sandboxes"], cwd=self.folder, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for sandbox in (self.freshportal, self.exact):
            sandbox.wait()
        furnish(self)
        self.serve()

    def ask_four_eyes(self):
        """From here on a change of the rules holds when a second person approves it."""
        configuration = self.folder / "ledgerbridge.yaml"
        at = "    approval: automatic\n"
        text = configuration.read_text()
        assert at in text
        configuration.write_text(text.replace(at, at + "    mapping_four_eyes: true\n"))
        self.serve()

    def end(self):
        super().end()
        if self.sandboxes:
            os.killpg(self.sandboxes.pid, signal.SIGTERM)
            self.sandboxes.wait(timeout=60)
