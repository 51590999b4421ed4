"""Runs half of the browser tests: `run.py demo` or `run.py offices`, with `--quick`, or with a folder for pictures instead."""

import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import stories
import walk
from album import Checks, Pictures
from person import Person, chromium
from playwright.sync_api import Browser, sync_playwright
from town import Demo, NewOffice, Town


class Run:
    """Stories one after another; one that fails does not keep the others from being told."""

    def __init__(self, browser: Browser, album):
        self.browser = browser
        self.album = album
        self.failed = 0

    def story(self, title: str, tell, *what):
        began = time.monotonic()
        try:
            result = tell(self.browser, *what)
            print(f"   ok      {title} ({time.monotonic() - began:.0f} s)", flush=True)
            return result
        except Exception:
            self.failed += 1
            print(f"   FAILED  {title}\n{traceback.format_exc()}", flush=True)
            return None

    def end(self) -> int:
        found = self.album.tell()
        print(f"   {self.album.count} looks, {found} faults", flush=True)
        return self.failed + found


def in_town(make, work):
    """Works in a town that ends with the work."""
    with tempfile.TemporaryDirectory(prefix="ledgerbridge-browser-") as folder:
        town: Town = make(Path(folder))
        try:
            town.open()
            work(town)
        except Exception:
            if town.service:
                print("\n".join(town.service.lines[-60:]))
            raise
        finally:
            town.end()


def offices(run: Run):
    """A new office, with script and without."""
    for script in (True, False):
        how = "" if script else ", without script"

        def day(office: NewOffice):
            run.story("a consultant comes to an empty folder and books the first invoice" + how, stories.first_run, office, script, run.album)
            run.story("a controller approves a batch, finds one cent and explains it" + how, stories.one_cent, office, script, run.album)
            run.story("an expired consent is renewed" + how, stories.consent_expired, office, script, run.album)

        in_town(NewOffice, day)


def speak(person: Person, language: str):
    """Chooses the language on one's own page."""
    person.go("/account")
    person.page.locator("[name=language]").first.select_option(language)
    with person.page.expect_navigation():
        person.page.locator("form[action='/account/language'] button").click()


def pages(browser: Browser, demo: Demo, album) -> tuple[list[str], dict[str, list[str]]]:
    """Every page, as an administrator sees it, in both languages."""
    guest = Person(browser, demo.origin)
    guest.go("/sign-in")
    album.look(guest, "sign-in")
    guest.go("/welcome?who=nobody&until=1&key=1", 404)
    album.look(guest, "welcome-dead")
    guest.end()
    person = Person(browser, demo.origin)
    person.sign_in(demo.name, demo.password)
    states = ["parked", "booked", "held", "nothing_to_post"]
    # Links lead to these two only while there is something on them.
    seeds = ["/", "/documents/job", "/mapping/proposal"]
    for state in states:
        person.go(f"/documents?state={state}")
        seeds += [address for address in walk.links(person) if address.startswith("/documents/export/")][:1]
    for show in ("need", "differing"):
        person.go(f"/parties?show={show}")
        seeds += [address for address in walk.links(person) if address.startswith("/parties/export/")][:3]
    # A form leads there that is sent as an address.
    seeds.append("/parties/export/link?kind=debtor&party=C0990&number=100400")
    found, forms = walk.walk(person, list(dict.fromkeys(seeds)), lambda name, address: album.look(person, name))
    person.go("/nothing/here", 404)
    album.look(person, "nothing-here")
    speak(person, "nl")
    for address in found:
        person.go(address)
        album.look(person, walk.name(address), "nl", walks=False)
    speak(person, "en")
    person.end()
    return found, forms


def demo(run: Run):
    """The demo's end, and a worked day."""
    def day(demo: Demo):
        assert demo.proof.startswith("DEMO OK "), demo.proof
        run.story("the demo ends with the console open, and Ctrl-C ends it well", stories.demo_open, demo, run.album)
        demo.open_again(walk.furnish)
        found = run.story("every page, light and dark, wide and narrow, English and Dutch", pages, demo, run.album)
        for script in (True, False):
            how = "" if script else ", without script"
            run.story("a bookkeeper mends a missing mapping and 40 invoices flow" + how, stories.missing_mapping, demo, script, run.album)
            if found:
                run.story("a viewer sees everything and changes nothing" + how, stories.viewer, demo, script, run.album, found[1], found[0])
            run.story("very many documents are a job" + how, stories.job, demo, script, run.album)
        demo.ask_four_eyes()
        for script in (True, False):
            how = "" if script else ", without script"
            run.story("a change of the rules waits for another person" + how, stories.four_eyes, demo, script, run.album)

    in_town(Demo, day)


def main(words: list[str]) -> int:
    # Asked to end, everything that was started ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    more = words[1:]
    quick = more == ["--quick"]
    album = Pictures(Path(more[0])) if more and not quick else Checks(quick)
    with sync_playwright() as driver:
        browser = chromium(driver)
        run = Run(browser, album)
        {"offices": offices, "demo": demo}[words[0]](run)
        browser.close()
    return 1 if run.end() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
