import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeJournal
import BridgeMapping
import BridgeReports

/// The invoice as it came beside the entry as it was made: each line of the entry says of which lines it comes, and by which rule.
struct DocumentBeside: Sendable {
    let call: Call
    let facts: DocumentFacts

    var html: HTML {
        pieces {
            rival
            if facts.document?.lines.isEmpty == false || facts.entry != nil {
                el(.div, .class("beside")) {
                    if let document = facts.document { came(document) }
                    if let entry = facts.entry { made(entry) }
                }
            }
            why
            credit
        }
    }

    @HTMLBuilder private var why: HTML {
        if facts.document != nil, let bridge = call.console.bridges.first(where: { $0.id == facts.posting.bridge }) {
            el(.p) { el(.a, .href(MappingTrialPage.address(bridge, facts.posting.document))) { call.say(Say.whyRuleByRule) } }
        }
    }

    private func came(_ document: Document) -> HTML {
        el(.section) {
            el(.h2) { call.say(Say.asItCame) }
            Form.table(
                call.say(Say.linesOfDocument),
                pieces {
                    Form.heading(call.say(Say.line), isNumber: true)
                    Form.heading(call.say(Say.description))
                    Form.heading(call.say(Say.quantity), isNumber: true, isWide: true)
                    Form.heading(call.say(Say.price), isNumber: true, isWide: true)
                    Form.heading(call.say(Say.net), isNumber: true)
                    Form.heading(call.say(Say.vat))
                }, pieces { for line in document.lines { row(line) } }, isNamed: false)
        }
    }

    private func row(_ line: DocumentLine) -> HTML {
        el(.tr) {
            el(.th, .scope("row"), .class("number")) { String(line.number) }
            Form.cell {
                line.description
                el(.div, .class("hint")) { call.terms.kind(line.kind) + (line.productGroup.map { ", \($0)" } ?? "") }
            }
            Form.cell(isNumber: true, isWide: true) { line.quantity.map { .text(call.formatting.number($0)) } }
            Form.cell(isNumber: true, isWide: true) { line.unitPrice.map { .text(call.formatting.number($0, decimalsMin: 2)) } }
            Form.cell(isNumber: true) { call.formatting.amount(line.net) }
            Form.cell {
                [line.vatCode?.text, line.vatRate.map { call.formatting.percentage($0) }].compactMap(\.self).joined(separator: " ")
            }
        }
    }

    private func made(_ entry: Entry) -> HTML {
        el(.section) {
            el(.h2) { call.say(Say.theEntry) }
            el(.p, .class("quiet")) { call.say(Say.entryHead(entry)) }
            Form.table(
                call.say(Say.linesOfEntry),
                pieces {
                    Form.heading(call.say(Say.ledgerAccount))
                    Form.heading(call.say(Say.debit), isNumber: true)
                    Form.heading(call.say(Say.credit), isNumber: true)
                    Form.heading(call.say(Say.vat), isWide: true)
                    Form.heading(call.say(Say.ofLines))
                    Form.heading(call.say(Say.rule))
                }, pieces { for line in entry.lines { row(line) } }, isNamed: false)
        }
    }

    private func row(_ line: EntryLine) -> HTML {
        let isDebit = !line.amount.isNegative
        return el(.tr) {
            el(.th, .scope("row")) {
                line.account.text
                el(.div, .class("hint any")) { line.description }
            }
            Form.cell(isNumber: true) { isDebit ? call.formatting.amount(line.amount) : nil }
            Form.cell(isNumber: true) { isDebit ? nil : call.formatting.amount(-line.amount) }
            Form.cell(isWide: true) { line.vatCode?.text }
            Form.cell { LineRanges.text(line.sourceLines) }
            el(.td, .class("any small")) {
                [line.rule, line.vatRule].compactMap { $0?.title(call.language) }.joined(separator: ", ")
            }
        }
    }

    // MARK: Beside other documents

    @HTMLBuilder private var rival: HTML {
        if let rival = facts.rival {
            el(.h2) { call.say(Say.numberTwice) }
            el(.p) {
                el(.a, .href(DocumentPage.address(rival))) { call.say(Say.cameFirst) }
                rival.gross.map { gross in
                    pieces {
                        ": "; HTML.money(gross, call.formatting)
                    }
                }
            }
        }
    }

    @HTMLBuilder private var credit: HTML {
        if let standing = facts.credit {
            el(.section) {
                el(.h2) { call.say(Say.creditNotes) }
                Form.table(
                    call.say(Say.creditNotes),
                    pieces {
                        Form.heading(call.say(Say.documentNumber))
                        Form.heading(call.say(Say.amount), isNumber: true)
                        Form.heading(call.say(Say.state))
                    },
                    pieces {
                        for original in standing.originals { row(original.document, original.gross, original.state) }
                        for credit in standing.credits { row(credit.document, credit.gross.map { -$0 }, credit.state) }
                    }, isNamed: false)
                el(.p) {
                    call.say(Say.remaining) + " "
                    el(.strong) { standing.remaining.map { HTML.money($0, call.formatting) } ?? .text(call.say(Say.unknown)) }
                }
            }
        }
    }

    private func row(_ key: DocumentKey, _ gross: Money?, _ state: PostingState?) -> HTML {
        let address = Address(
            "/documents", [facts.posting.bridge.text, key.administration.text, key.kind.rawValue, key.number.text])
        return el(.tr) {
            el(.th, .scope("row")) {
                if state == nil { key.number.text } else { el(.a, .href(address)) { key.number.text } }
                el(.span, .class("hint")) { " " + call.terms.kind(key.kind) }
            }
            Form.cell(isNumber: true) { gross.map { HTML.money($0, call.formatting) } ?? .text(call.say(Say.unknown)) }
            Form.cell { state.map { call.terms.state($0) } ?? call.say(Say.unknown) }
        }
    }
}

/// Everything that happened: payments, calls, what the books hold, and each move.
struct DocumentStory: Sendable {
    let call: Call
    let facts: DocumentFacts
    let zone: TimeZoneRule

    var html: HTML {
        pieces {
            payments
            books
            AttemptsTable(call: call, zone: zone, attempts: facts.attempts) { [posting = facts.posting] attempt in
                DocumentPage.address(posting, ["attempts", AttemptFacts.address(attempt)])
            }.html
            HistorySteps(call: call, zone: zone, records: facts.history).html
        }
    }

    @HTMLBuilder private var payments: HTML {
        if let item = facts.settled {
            let parts = facts.payments.filter { !$0.isGone }.flatMap { payment in
                payment.settlements.filter { $0.document == facts.posting.document }.map { (payment: payment, amount: $0.amount) }
            }
            el(.h2) { call.say(Say.payments) }
            if !parts.isEmpty {
                Form.table(
                    call.say(Say.payments),
                    pieces {
                        Form.heading(call.say(Say.bankDate))
                        Form.heading(call.say(Say.entryNumber))
                        Form.heading(call.say(Say.paid), isNumber: true)
                    },
                    pieces {
                        for part in parts {
                            el(.tr) {
                                el(.th, .scope("row")) { HTML.date(part.payment.date, call.formatting) }
                                Form.cell { "\(part.payment.daybook) \(part.payment.number)" }
                                Form.cell(isNumber: true) { HTML.money(part.amount, call.formatting) }
                            }
                        }
                    }, isNamed: false)
            }
            el(.p) {
                call.say(Say.remaining) + " "
                el(.strong) { HTML.money(item.remaining, call.formatting) }
            }
        }
    }

    @HTMLBuilder private var books: HTML {
        if let booked = facts.booked {
            el(.h2) { call.say(Say.whatBooksHold) }
            Form.table(
                call.say(Say.whatBooksHold),
                pieces {
                    Form.heading(call.say(Say.daybookHeading))
                    Form.heading(call.say(Say.vat))
                    Form.heading(call.say(Say.net), isNumber: true)
                    Form.heading(call.say(Say.vatAmount), isNumber: true)
                },
                pieces {
                    for total in booked.totals {
                        el(.tr) {
                            el(.th, .scope("row")) { total.daybook.text }
                            Form.cell { total.vatCode?.text }
                            Form.cell(isNumber: true) { HTML.money(total.net, call.formatting) }
                            Form.cell(isNumber: true) { HTML.money(total.vat, call.formatting) }
                        }
                    }
                }, isNamed: false)
            el(.p, .class("quiet")) {
                call.say(Say.readAs(booked.targetNumber)) + " "
                HTML.moment(booked.readAt, call.formatting, in: zone)
            }
            el(.details) {
                el(.summary) { call.say(Say.asTheBooksToldIt) }
                el(.pre, .class("scroll small"), Attribute("tabindex", "0")) { booked.content }
            }
        }
    }
}
