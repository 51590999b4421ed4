"""The stories of people in finance, each from beginning to end in a browser."""

import copy
import re
import time
from decimal import Decimal

from person import SECONDS_MAX, Person
from playwright.sync_api import Browser
from town import REDIRECT, Demo, NewOffice, Town

PASSWORD = "vier woorden zijn goed"


def soon(what: str, find):
    """What `find` finds, asked until it finds something: the machine works by itself, a person looks again."""
    end = time.monotonic() + SECONDS_MAX
    while time.monotonic() < end:
        if (found := find()) is not None:
            return found
    raise AssertionError("never: " + what)


def field(person: Person, name: str):
    return person.place.locator(f"[name='{name}']:visible")


def give_consent(person: Person, album, name: str):
    """Opens the page of the books in another tab, allows it there, and pastes the address the browser ended at."""
    page = person.page
    album.look(person, name)
    # Nothing answers at the address the browser ends at; a person sees an empty page, and the address.
    person.context.route(REDIRECT + "*", lambda route: route.fulfill(status=200, body=""))
    with person.context.expect_page() as opened:
        page.locator("main ol").get_by_role("link").click()
    books = opened.value
    books.get_by_role("button", name="Allow").click()
    books.wait_for_url(REDIRECT + "?*")
    field(person, "callback").fill(books.url)
    books.close()
    person.press("Save")
    person.sees("The consent was kept.")


def demo_open(browser: Browser, demo: Demo, album):
    """Whoever played the demo signs in as it says, sees one more invoice pass, and stops it with Ctrl-C."""
    person = Person(browser, demo.origin)
    person.sign_in(demo.name, demo.password)
    person.says("Today")
    demo.freshportal.keep("approve", {})
    number = demo.freshportal.stream("documents")[-1]["number"]
    person.follow("Documents")
    person.sees(number)
    person.follow(number)
    person.sees("is booked as")
    person.end()
    status = demo.stop()
    assert status == 0, f"{status}: {demo.process.lines[-4:]}"


def first_run(browser: Browser, office: NewOffice, script: bool, album):
    """A consultant comes to an empty folder, and leaves with the first invoice in the books."""
    link = office.service.wait_for(r"within the hour: (http\S+)").group(1)
    person = Person(browser, office.origin, script=script)
    page = person.page
    page.goto(link)
    album.look(person, "first-run")
    field(person, "shown").fill("Chris Consultant")
    field(person, "name").fill("chris")
    field(person, "password").fill("too short")
    field(person, "again").fill("too short")
    person.press("Make administrator")
    assert page.get_by_role("alert").count(), person.text
    album.look(person, "first-run-refused")
    for name in ("password", "again"):
        field(person, name).fill(PASSWORD)
    person.press("Make administrator")
    person.says("Today")
    album.look(person, "today-empty")

    person.follow("Connections")
    album.look(person, "connections-empty")
    person.follow("Give consent")
    give_consent(person, album, "consent")

    person.follow("Mapping")
    person.sees("No rules are saved yet.")
    album.look(person, "mapping-empty")
    person.follow("Change the rules")
    field(person, "rules").fill("accounts: {")
    person.press("Show what it does")
    assert page.get_by_role("alert").count(), person.text
    album.look(person, "mapping-change-refused")
    field(person, "rules").fill(office.run("map", "sample"))
    person.press("Show what it does")
    field(person, "comment").fill("the flower exporter's rules to begin with")
    album.look(person, "mapping-first-rules")
    person.press("Save as version 1")
    person.says("Version 1 is saved")

    person.follow("Documents")
    person.sees("2026-104079")
    album.look(person, "documents-held")
    field(person, "q").fill("104006")
    person.press("Search")
    person.follow("2026-104006")
    person.says("2026-104006")
    album.look(person, "document-held")
    person.follow("Approve")
    person.press("Approve")
    # Its customer is new to us and known to the books: a person says that they are one.
    person.sees("waits for party C0407")
    album.look(person, "document-waits-for-party")
    person.follow("C0407 Fleurig van der Meer")
    album.look(person, "party-proposed")
    person.follow("Link")
    album.look(person, "party-link")
    person.press("Link")
    person.says("Linked")
    person.go("/documents/export/NL01/sales_invoice/2026-104006")
    person.sees("is booked as")
    entry = soon("the entry in the books", lambda: next(
        (entry for entry in office.exact.books() if "2026-104006" in (entry["yourReference"] or "")), None))
    person.sees(str(entry["number"]))
    # What went over the line to get there.
    person.follow("request and answer")
    person.sees("POST /api/v1/")
    person.sees('"YourRef"')
    album.look(person, "document-attempt")
    person.follow("Today")
    person.says("Today")
    person.end()


def one_cent(browser: Browser, office: NewOffice, script: bool, album):
    """A controller approves what waits, finds that one entry is a cent different in the books, and explains it."""
    person = Person(browser, office.origin, script=script)
    person.sign_in("cora", office.user("cora", "controller"))
    # Customers that exist on both sides are linked by a person's word, once: a command, as the hour's guide says.
    office.run("party", "link-known")
    before = {entry["yourReference"] for entry in office.exact.books()}
    person.follow("Documents")
    person.follow("Waits")
    person.follow("Approve: all")
    album.look(person, "bulk-approve")
    count = int(re.search(r"(\d+) documents?, ", person.place.locator(".lead").inner_text()).group(1))
    assert count > 30, f"only {count} wait"
    person.press(f"Approve: these {count}")
    # The accountant's hand is quicker than the reading back.
    entry = soon("another entry in the books", lambda: next(
        (entry for entry in office.exact.books() if entry["yourReference"] not in before and entry["currency"] == "EUR"), None))
    # In the books the debtor's line stands first, then that of the invoice's first line.
    line = entry["lines"][1]
    amount = float(-Decimal(str(line["amount"])) + Decimal("0.01"))
    office.exact.keep(f"entries/{entry['number']}", {"lines": [{"number": 1, "amount": amount}]}, "PUT")
    person.follow("Reconcile")
    person.sees("1 document stands in the books otherwise than sent: difference 0.01 EUR")
    album.look(person, "reconcile-differing")
    number = re.search(r"2026-\d{6}", entry["yourReference"]).group(0)
    person.follow(number)
    person.says(number)
    person.says("The books hold something other than was meant")
    album.look(person, "document-differing")
    person.follow("Reconcile")
    person.follow("Explain")
    person.says("0.01 EUR")
    album.look(person, "explain")
    field(person, "text").fill("the accountant rounded the first line by hand")
    person.press("Explain")
    person.says("The explanation was kept.")
    person.says("explained: the accountant rounded the first line by hand")
    person.says("0.01 EUR")
    assert not person.page.locator("main strong.bad").count(), "what is explained needs nobody"
    album.look(person, "reconcile-explained")
    person.end()


def consent_expired(browser: Browser, office: NewOffice, script: bool, album):
    """The consent ran out over there; the administrator gives it anew, and what waited goes."""
    # Nobody used it for a month.
    office.pass_days(31)
    person = Person(browser, office.origin, script=script)
    person.sign_in("chris", PASSWORD)
    office.freshportal.keep("approve", {})
    number = office.freshportal.stream("documents")[-1]["number"]
    person.follow("Documents")
    person.sees(number)
    person.follow(number)
    person.follow("Approve")
    person.press("Approve")
    person.follow("Today")
    person.sees("consent")
    album.look(person, "today-consent")
    person.follow("Connections")
    assert not person.page.locator("main .state.good").count(), "nothing is ready without consent"
    album.look(person, "connections-expired")
    with person.page.expect_navigation():
        person.page.get_by_role("link", name=re.compile("(Give|Renew).* consent")).first.click()
    give_consent(person, album, "consent-renew")
    person.go(f"/documents/export/NL01/sales_invoice/{number}")
    person.sees("is booked as")
    person.end()


def invite(browser: Browser, town: Demo, login: str, role: str, script: bool, album) -> Person:
    """The administrator makes a link; whoever gets it chooses a password, and is in."""
    admin = Person(browser, town.origin, script=script)
    admin.sign_in(town.name, town.password)
    admin.follow("People")
    field(admin, "name").fill(login)
    if field(admin, "shown").count():
        field(admin, "shown").fill(login.capitalize())
    field(admin, "role").select_option(role)
    admin.press("Invite somebody")
    link = re.search(r"http\S+/welcome\?\S+", admin.text).group(0)
    album.look(admin, "people-invited")
    admin.end()
    person = Person(browser, town.origin, script=script)
    person.page.goto(link)
    album.look(person, "welcome")
    for name in ("password", "again"):
        field(person, name).fill(PASSWORD)
    person.press("Save")
    person.says("Today")
    return person


def unmapped(town: Town, group: str, count: int, first: int):
    """FreshPortal approves invoices of a product group that nobody has mapped yet."""
    model = next(
        document for document in town.freshportal.stream("documents")
        if document["type"] == "sales_invoice" and document["vat_treatment"] == "domestic" and document["status"] == "approved"
        and {line["kind"] for line in document["lines"]} == {"product"} and len(document["vat_summary"]) == 1)
    for place in range(count):
        document = copy.deepcopy(model)
        document |= {"id": first + place, "number": f"2026-{first + place}"}
        document["payment"]["reference"] = document["number"].replace("-", "")
        document["lines"][0]["product_group"] = group
        town.freshportal.keep("approve", document)


def missing_mapping(browser: Browser, town: Demo, script: bool, album):
    """A product group without a rule stops 40 invoices; a bookkeeper sees it, adds the rule with its effect in sight, and they flow."""
    group, first = ("DRIED", 300_001) if script else ("MOSS", 400_001)
    person = invite(browser, town, "bram" if script else "bert", "bookkeeper", script, album)
    unmapped(town, group, 40, first)
    person.follow("Today")
    person.sees(group)
    row = person.page.locator("tr", has_text=group).first
    person.looks_until("40 invoices", lambda: "40" in row.inner_text())
    album.look(person, "today-unmapped")
    with person.page.expect_navigation():
        row.get_by_role("link").first.click()
    person.sees(f"2026-{first}")
    person.follow("Mapping")
    person.sees(group)
    album.look(person, "mapping-unmapped")
    person.follow("Change the rules")
    rules = field(person, "rules").input_value()
    rule = f"""    - name: revenue-{group.lower()}-nl
      when: {{ document_kind: [sales_invoice, credit_note], line_kind: product, product_group: {group}, vat_treatment: domestic }}
      account: "8000"
      cost_unit: CUT
"""
    at = "    # Goods sold elsewhere in the EU"
    assert at in rules
    field(person, "rules").fill(rules.replace(at, rule + at))
    person.press("Show what it does")
    person.says("40 go on")
    album.look(person, "mapping-effect")
    field(person, "comment").fill(f"{group} is sold like cut flowers")
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=re.compile("Save as version")).click()
    person.go(f"/documents?bridge=export&q=2026-{str(first)[:5]}")
    for place in (0, 39):
        number = f"2026-{first + place}"
        person.go(f"/documents/export/NL01/sales_invoice/{number}")
        person.sees("is booked as")
    references = soon("40 entries in the books", lambda: (
        found := {entry["yourReference"] for entry in town.exact.books() if f"2026-{str(first)[:4]}" in (entry["yourReference"] or "")}
    ) and len(found) >= 40 and found or None)
    assert len(references) == 40, references
    person.follow("Today")
    person.sees_no(group)
    person.end()


def job(browser: Browser, town: Town, script: bool, album):
    """More documents than go at once are done with one by one, and a person sees how far it is."""
    first, count = (500_001, 201) if script else (600_001, 201)
    login = "jana" if script else "joris"
    person = Person(browser, town.origin, script=script)
    person.sign_in(login, town.user(login, "bookkeeper"))
    unmapped(town, "FERN", count, first)
    person.go(f"/documents?q=2026-{first + count - 1}")
    person.sees(f"2026-{first + count - 1}")
    person.go(f"/documents?q=2026-{str(first)[:3]}")
    person.follow("Try again: all")
    album.look(person, "bulk-job")
    person.press(f"Try again: these {count}")
    person.sees(f"ended: {count} of {count} documents")
    album.look(person, "documents-job")
    person.follow("To the list")
    person.end()


def four_eyes(browser: Browser, town: Town, script: bool, album):
    """A bookkeeper's change of the rules waits for a controller, who sees what it does, and approves it."""
    group = "OAK" if script else "BEECH"
    makes, approves = ("mila", "coen") if script else ("maud", "cees")
    maker = Person(browser, town.origin, script=script)
    maker.sign_in(makes, town.user(makes, "bookkeeper"))
    maker.follow("Mapping")
    maker.follow("Change the rules")
    rules = field(maker, "rules").input_value()
    at = "    # Goods sold elsewhere in the EU"
    field(maker, "rules").fill(rules.replace(at, f"""    - name: revenue-{group.lower()}-nl
      when: {{ document_kind: [sales_invoice, credit_note], line_kind: product, product_group: {group}, vat_treatment: domestic }}
      account: "8000"
      cost_unit: CUT
""" + at))
    maker.press("Show what it does")
    field(maker, "comment").fill(f"{group} is sold like cut flowers")
    with maker.page.expect_navigation():
        maker.page.get_by_role("button", name=re.compile("Propose as version")).click()
    maker.says("You made this change yourself")
    album.look(maker, "mapping-proposal-own")
    controller = Person(browser, town.origin, script=script)
    controller.sign_in(approves, town.user(approves, "controller"))
    controller.says(f"A change of the rules by {makes}")
    controller.go("/mapping/proposal")
    album.look(controller, "mapping-proposal")
    with controller.page.expect_navigation():
        controller.page.get_by_role("button", name=re.compile("Approve as version")).click()
    controller.says(f"revenue-{group.lower()}-nl")
    controller.end()
    maker.go("/mapping/proposal")
    maker.says("No change waits for approval.")
    maker.end()


def viewer(browser: Browser, town: Demo, script: bool, album, forms: dict[str, list[str]], pages: list[str]):
    """A viewer sees everything and changes nothing: no form is offered, and none is taken."""
    login = "vera" if script else "victor"
    person = invite(browser, town, login, "viewer", script, album)
    own = ("/sign-in", "/sign-out", "/account/")
    refused = 0
    for path in pages:
        answer = person.page.goto(path)
        assert answer.status in (200, 403), f"{path} answered {answer.status}"
        refused += answer.status == 403
        offered = person.page.eval_on_selector_all("form[method=post]", "all => all.map(form => form.getAttribute('action'))")
        more = [action for action in offered if not action.startswith(own)]
        assert not more, f"{path} offers a viewer {more}"
    assert refused, "pages that ask for confirmation are refused"
    person.go("/account")
    token = person.page.locator("[name=token]").first.get_attribute("value")
    for action, fields in forms.items():
        if action.startswith(own):
            continue
        answer = person.context.request.post(
            town.origin + action, form={**{name: "1" for name in fields}, "token": token}, max_redirects=0)
        assert answer.status == 403, f"a viewer's form to {action} was answered {answer.status}"
    person.go(f"/history?who=person%3A{login}")
    person.end()
