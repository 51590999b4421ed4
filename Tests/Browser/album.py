"""What is done with every page that is shown: its properties are checked, or pictures of it are taken."""

import os
import sys
import time
from pathlib import Path

from looks import everything, keyboard
from person import Person


class Checks:
    """Holds each page to what must hold of every page; what is found is told together, at the end."""

    def __init__(self, quick: bool):
        self.quick = quick
        self.found: list[str] = []
        self.count = 0

    def look(self, person: Person, name: str, language="en", walks=True):
        if not person.script:
            return
        page = person.page
        began = time.monotonic()
        found = everything(page, language, self.quick) + (keyboard(page) if walks else [])
        if os.environ.get("VERBOSE"):
            print(f"{time.monotonic() - began:.1f} s {name} {len(found)} {page.url}", file=sys.stderr, flush=True)
        self.found += [f"{name} ({language}): {each}" for each in found]
        self.count += 1

    def tell(self) -> int:
        for each in self.found:
            print("   " + each)
        return len(self.found)


class Pictures:
    """Takes pictures: light and dark, wide and narrow, whole pages."""

    # Longer pages are cut: nobody looks at more of one.
    HEIGHT_MAX = 3_000
    # What the README shows: the first view of these.
    SHOWN = ("today", "documents-one-sales-invoice", "reconcile")

    def __init__(self, folder: Path):
        self.folder = folder
        self.taken: dict[str, int] = {}
        self.count = 0

    def look(self, person: Person, name: str, language="en", walks=True):
        if not person.script:
            return
        page = person.page
        stem = name if language == "en" else f"{name}-{language}"
        # Several documents are one page; each has its picture.
        self.taken[stem] = self.taken.get(stem, 0) + 1
        if self.taken[stem] > 1:
            stem += f"-{self.taken[stem]}"
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.evaluate("document.activeElement.blur()")
                height = min(page.evaluate("document.documentElement.scrollHeight"), self.HEIGHT_MAX)
                page.screenshot(
                    path=self.folder / f"{stem}-{scheme}-{width}.png", full_page=True,
                    clip={"x": 0, "y": 0, "width": width, "height": height})
                self.count += 1
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
        if stem in self.SHOWN:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.screenshot(path=self.folder / f"readme-{stem}.png")
            page.set_viewport_size({"width": 1280, "height": 900})

    def tell(self) -> int:
        return 0
