"""What must hold of every page: WCAG 2.2 AA by axe, reflow, keyboard, focus, nothing that moves, nothing the policy forbids, few bytes."""

import functools
import re
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a colour scheme can break; all else is looked at once.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
# The widths at which a page must not scroll sideways: a desk, the same at 200 %, a telephone, and the narrowest of WCAG (1.4.10).
WIDTHS = [1280, 640, 360, 320]
# More stops of the keyboard are not walked one by one: a list of many rows is the same row many times.
STOPS_MAX = 60
FIRST_VIEW_MAX = 100_000

# Links, buttons and fields that somebody who sees the page can use, in their order; of an open confirmation its own.
STOPS = """() => [...(document.querySelector('dialog[open]') || document).querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex]')].filter(e =>
  !e.disabled && e.type !== 'hidden' && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))"""

# Whether what has the focus shows it, and is not hidden below something else.
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none';
  const inView = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
  return {tag: e.outerHTML.slice(0, 120), ring, inView, at: window.__stops.indexOf(e)};
}"""

SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const far = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 1 &&
    !e.parentElement.closest('.scroll,pre'));
  return document.documentElement.scrollWidth + ' > ' + width + ': ' + far.slice(0, 3).map(e => e.outerHTML.slice(0, 100)).join(' | ');
}"""


# Texts that somebody sees, without what is code, kept content, typed, or a quotation of others.
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), all = [];
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (e.closest('script,style,code,pre,q,blockquote,textarea,kbd,samp')) continue;
    const text = walker.currentNode.data.trim();
    if (text) all.push(text);
  }
  return all;
}"""
# What only programs write, as the sweep over the example house of the console's tests looks for it.
RAW = [
    r"\b(?:totals|vat_summary|references|deliver_to|billing_address|party|lines)[.\[][a-zA-Z]", r"\b(?:person|machine):[a-z]",
    r"\b(?:debtor|creditor)/\w", r"/(?:sales_invoice|credit_note|purchase_invoice|purchase_credit_note|journal)/",
    r"\b(?:account|token|webhook)/\w|\b(?:payment|attachment):\w", r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
]
RAW_OF = {
    "nl": [r"(?<![\d.,])\d+(?:,\d{3})*\.\d{2}(?![\d.])", r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"],
    "en": [r"(?<![\d.,])\d{4,}\.\d{2}(?![\d.])", r"\d\.\d{3},\d{2}(?!\d)", r"(?<!\d)\d{2}-\d{2}-\d{4}(?!\d)"],
}


def words(page: Page, language: str) -> list[str]:
    """Amounts, dates and names as programs write them, in texts of ours."""
    found = []
    for text in page.evaluate(TEXTS):
        own = re.sub("„[^”]*”|“[^”]*”", "…", text)
        found += [f"raw words {match.group()!r} in {text[:200]!r}" for each in RAW + RAW_OF[language] if (match := re.search(each, own))]
    return found


def axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], "runOnly": only})
    return [
        f"axe {each['id']}: {node['html'][:160]} ({'; '.join(check['message'] for check in node['any'] + node['all'] + node['none'])[:300]})"
        for each in found["violations"] for node in each["nodes"][:3]
    ]


def sideways(page: Page) -> list[str]:
    """Widths at which the page scrolls sideways."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if wide := page.evaluate(SIDEWAYS):
            found.append(f"scrolls sideways at {width} px: {wide}")
    return found


def keyboard(page: Page) -> list[str]:
    """Stops that the keyboard does not reach in their order, or that do not show that they have the focus."""
    page.set_viewport_size({"width": 1280, "height": 900})
    # From the top on, whatever had the focus.
    page.evaluate("""() => {
      const place = document.querySelector('dialog[open]') || document.body;
      place.tabIndex = -1; place.focus(); place.removeAttribute('tabindex');
    }""")
    wanted = page.evaluate(f"() => {{ window.__stops = ({STOPS})(); return window.__stops.length }}")
    found = []
    for place in range(min(wanted, STOPS_MAX)):
        # A field for a date has a stop for each of its parts.
        for _ in range(5):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus["at"] != place - 1 or place == 0:
                break
        if focus["at"] != place:
            found.append(f"keyboard: stop {place + 1} of {wanted} is {focus['tag']}")
            break
        if not focus["ring"]:
            found.append(f"keyboard: the focus does not show on {focus['tag']}")
        if not focus["inView"]:
            found.append(f"keyboard: the focus is out of sight on {focus['tag']}")
    return found


def still(page: Page) -> list[str]:
    """What moved while the page was loading, and what its policy forbade."""
    shift, forbidden = page.evaluate("[window.__shift, window.__forbidden]")
    return ([f"moves by itself: {shift:.4f}"] if shift > 0.001 else []) + [f"the policy forbade {each}" for each in forbidden]


def heavy(page: Page) -> list[str]:
    """More bytes than a first view may take: the page and all that it is shown with."""
    size = page.evaluate("""() => performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0)""")
    return [f"takes {size} bytes"] if size > FIRST_VIEW_MAX else []


def names(page: Page, language: str) -> list[str]:
    """One heading, a title that says which page, the language."""
    found = []
    if page.locator("h1").count() != 1:
        found.append("not exactly one h1")
    heading = page.locator("h1").first.inner_text()
    if heading not in page.title():
        found.append(f"the title is {page.title()!r}, the heading {heading!r}")
    if page.evaluate("document.documentElement.lang") != language:
        found.append("the language is " + page.evaluate("document.documentElement.lang"))
    return found


def everything(page: Page, language: str, quick=False) -> list[str]:
    """All of it, on the page that is shown. Quick, axe does not look at another language: the page is built alike, its words differ."""
    found = still(page) + heavy(page) + names(page, language) + words(page, language) + sideways(page)
    for width in (1280, 360) if language == "en" or not quick else ():
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {each}" for each in axe(page)]
        # Every page is looked at in English too, and colours do not speak.
        if language == "en":
            page.emulate_media(color_scheme="dark")
            found += [f"{width} px, dark: {each}" for each in axe(page, OF_COLOUR)]
            page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found
