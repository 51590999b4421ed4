"""A person with a browser: signs in, looks, clicks; and what the browser complained of meanwhile."""

import os
import shutil
import time

from playwright.sync_api import Browser, Page, Response, sync_playwright

# How long a page may take to say what is waited for.
SECONDS_MAX = 60
WIDE, NARROW = (1280, 900), (360, 780)

# Counts what moves by itself, and hears what the policy forbade. Given to every page before anything of it runs.
WATCH = """
window.__shift = 0; window.__forbidden = [];
new PerformanceObserver(list => {
  // Live figures that came after the page was there are news, and may take a row more.
  const isNews = entry => document.readyState === 'complete' && document.querySelector('#live') && entry.startTime > performance.timing.loadEventEnd - performance.timing.navigationStart;
  for (const entry of list.getEntries()) if (!entry.hadRecentInput && !isNews(entry)) window.__shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
document.addEventListener('securitypolicyviolation', event =>
  window.__forbidden.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber));
"""


def chromium(driver) -> Browser:
    """The distribution's Chromium. Without its own sandbox where root runs the tests, as build servers do."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return driver.chromium.launch(executable_path=path, args=arguments)


class Person:
    """One browser profile of its own."""

    def __init__(self, browser: Browser, origin: str, language="en", script=True, size=WIDE, scheme="light"):
        self.origin = origin
        self.script = script
        self.context = browser.new_context(
            base_url=origin, locale={"en": "en-GB", "nl": "nl-NL"}[language], java_script_enabled=script, color_scheme=scheme,
            reduced_motion="reduce", viewport={"width": size[0], "height": size[1]})
        self.context.set_default_timeout(SECONDS_MAX * 1_000)
        self.complaints: list[str] = []
        if script:
            self.context.add_init_script(WATCH)
        self.page = self.tab()

    def tab(self) -> Page:
        """Another tab, whose complaints are heard as well."""
        page = self.context.new_page()
        page.on("console", lambda message: self._console(message))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._response)
        page.on("requestfailed", lambda request: self._failed(request))
        return page

    def _console(self, message):
        # That a page was refused is looked at where it is asked for; that a part of a page is missing, below.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _response(self, response: Response):
        if response.status >= 400 and response.request.resource_type != "document" and response.url.startswith(self.origin):
            self.complaints.append(f"{response.url}: {response.status}")

    def _failed(self, request):
        # Leaving a page ends what it was still asking for.
        if request.url.startswith(self.origin) and request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url}: {request.failure}")

    def go(self, path: str, status: int = 200) -> Page:
        answer = self.page.goto(path)
        assert answer.status == status, f"{path} answered {answer.status}, not {status}"
        return self.page

    def sign_in(self, name: str, password: str) -> Page:
        page = self.go("/sign-in")
        page.locator("#name").fill(name)
        page.locator("#password").fill(password)
        with page.expect_navigation():
            page.locator("main button[type=submit]").click()
        assert "/sign-in" not in page.url, f"{name} is not let in: {self.text}"
        return page

    def follow(self, name: str) -> Page:
        """Clicks a link of the page by what it says, and waits for where it leads."""
        return self.click("link", name)

    def press(self, name: str) -> Page:
        """Presses a button by what it says, and waits for what comes of it."""
        return self.click("button", name)

    @property
    def place(self):
        """Where a person looks: at the confirmation that is open, otherwise at the page."""
        asked = self.page.locator("dialog[open]")
        return asked if asked.count() else self.page.locator("main")

    def click(self, role: str, name: str) -> Page:
        place = self.place if self.page.locator("dialog[open]").count() else self.page
        found = place.get_by_role(role, name=name, exact=True).filter(visible=True)
        assert found.count(), f"{self.page.url} has no {role} {name!r} but:\n{self.text[:700]}"
        if self.script and found.first.get_attribute("data-dialog") is not None:
            # With script a confirmation is asked for on the page that is open.
            found.first.click()
            self.page.locator("dialog[open]").wait_for()
            return self.page
        with self.page.expect_navigation():
            found.first.click()
        return self.page

    @property
    def text(self) -> str:
        return self.place.inner_text()

    def says(self, text: str):
        """The page that is shown says it."""
        assert text in self.text, f"{self.page.url} does not say {text!r} but:\n{self.text[:700]}"

    def sees(self, text: str):
        """The page says it, or does so when it is asked for again: what happens at the server by itself, a person looks at again."""
        self.looks_until(text, lambda: text in self.text)

    def sees_no(self, text: str):
        self.looks_until("no " + text, lambda: text not in self.text)

    def looks_until(self, what: str, holds):
        end = time.monotonic() + SECONDS_MAX
        while not holds():
            assert time.monotonic() < end, f"{self.page.url} never says {what!r} but:\n{self.text[:700]}"
            self.page.goto(self.page.url)

    def end(self):
        self.context.close()
        assert not self.complaints, "The browser complained:\n" + "\n".join(self.complaints)


def driven(work):
    """Runs work with a browser."""
    with sync_playwright() as driver:
        browser = chromium(driver)
        try:
            return work(browser)
        finally:
            browser.close()
