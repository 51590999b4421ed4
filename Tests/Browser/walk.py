"""Every page: all that can be reached by links from Today, one of each kind, and the forms that stand on them."""

import re
from urllib.parse import parse_qsl, urlsplit

from person import Person
from town import Demo

# Where a path names something of the journal; the rest of a path is the page's own name.
NAMED = [
    (r"^/documents/all/([^/]+)$", r"/documents/all/\1"),
    (r"^/documents/[^/]+/[^/]+/([^/]+)/[^/]+", r"/documents/*/\1"),
    (r"^/parties/[^/]+/([^/]+)/[^/]+", r"/parties/*"),
    (r"^/people/[^/]+", "/people/*"),
    (r"^/webhooks/[^/]+", "/webhooks/*"),
    (r"^/(connections|payments)/[^/]+", r"/\1/*"),
    (r"^/mapping/versions/[^/]+/[^/]+", "/mapping/versions/*"),
]
# What is no page: files to keep.
FILES = re.compile(r"\.(csv|json|txt|xlsx?|xml|pdf)$")
PAGES_MAX = 150


def shape(address: str) -> str:
    """Which page an address is of: two documents are the same page, two lists with other filters are too."""
    parts = urlsplit(address)
    path = parts.path
    for pattern, name in NAMED:
        path = re.sub(pattern, name, path)
    path = re.sub(r"/[^/]*\d[^/]*", "/*", path)
    shown = [value for name, value in parse_qsl(parts.query) if name == "show"]
    return path + ("?" + shown[0] if shown else "")


def name(address: str) -> str:
    """A page's name as that of a file."""
    return re.sub(r"[^a-z0-9]+", "-", shape(address).replace("*", "one")).strip("-") or "today"


def links(person: Person) -> list[str]:
    """Addresses of our own that the page leads to."""
    found = person.page.eval_on_selector_all("a[href]", "all => all.map(link => link.href)")
    own = [address[len(person.origin):].split("#")[0] or "/" for address in found if address.startswith(person.origin)]
    return [address for address in own if not FILES.search(urlsplit(address).path)]


def forms(person: Person) -> dict[str, list[str]]:
    """Where the page's forms go, with the names of their fields."""
    return dict(person.page.eval_on_selector_all(
        "form[method=post]", "all => all.map(form => [form.getAttribute('action'), [...form.elements].map(e => e.name).filter(Boolean)])"))


def walk(person: Person, seeds: list[str], look) -> tuple[list[str], dict[str, list[str]]]:
    """Goes to one page of each kind, from the seeds on; calls `look(name)` at each. Every link must lead somewhere."""
    waiting, seen, pages, all_forms = list(seeds), set(), [], {}
    while waiting:
        address = waiting.pop(0)
        if address in pages or (address not in seeds and shape(address) in seen):
            continue
        seen.add(shape(address))
        person.go(address)
        pages.append(address)
        all_forms |= forms(person)
        waiting += links(person)
        look(name(address), address)
        assert len(pages) < PAGES_MAX, "more kinds of pages than expected:\n" + "\n".join(sorted(seen))
    return pages, all_forms


def furnish(town: Demo):
    """What a day has besides: a changed bank account, a party that looks like another, a payment FreshPortal refuses, a credit note that
    waits for approval, and somebody who is told what happens, but does not answer. Done while the service stands still."""
    town.run("webhook", "add", "stock", "https://stock.example/hooks")
    configuration = town.folder / "ledgerbridge.yaml"
    text = configuration.read_text().replace("    approval: automatic\n", '    approval: automatic\n    approval_by_daybook: { "71": review_all }\n')
    configuration.write_text(text)
    customers = town.freshportal.stream("customers")
    known = [customer for customer in customers if customer["iban"] and customer["country"] == "NL" and customer["kvk"]]
    known[0] |= {"iban": "NL91ABNA0417164300", "email_invoices": "boekhouding@klant.example"}
    town.freshportal.keep("customers", known[0])
    twin = known[1] | {"id": 990, "code": "C0990"}
    town.freshportal.keep("customers", twin)
    documents = town.freshportal.stream("documents")
    model = next(document for document in documents if document["party"]["id"] == known[1]["id"] and document["type"] == "sales_invoice")
    model = model | {"id": 990_001, "number": "2026-990001", "party": {"kind": "customer", "id": 990, "code": "C0990"}}
    town.freshportal.keep("approve", model | {"invoice_to": 990})
    credit = min((document for document in documents if document["type"] == "credit_note"), key=lambda each: float(each["totals"]["gross"]))
    town.freshportal.keep("approve", credit | {"id": 990_002, "number": "2026-990002"})
    town.freshportal.keep("faults", {"fault": "status", "status": 422, "path": "/payments", "times": 1})
    entry = next(entry for entry in town.exact.books() if entry["type"] == 20 and entry["currency"] == "EUR" and entry["open"])
    town.exact.keep("payments", {"entry": entry["number"], "amount": 100.00})
