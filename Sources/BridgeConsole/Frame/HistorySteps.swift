import BridgeDomain
import BridgeHTML
import BridgeJournal
import BridgeReports

/// What happened to one subject, in order, each with who did it.
struct HistorySteps: Sendable {
    let call: Call
    let zone: TimeZoneRule
    let records: [HistoryRecord]

    @HTMLBuilder var html: HTML {
        if !records.isEmpty {
            el(.h2) { call.say(Say.whatHappened) }
            el(.ol, .class("steps")) {
                for record in records {
                    el(.li) {
                        el(.strong) { call.terms.act(record.entry.act) }
                        " "
                        el(.span, .class("any")) { call.terms.detail(record.entry) }
                        el(.div, .class("hint")) {
                            HTML.moment(record.entry.at, call.formatting, in: zone)
                            ", " + call.terms.who(record.entry.who)
                        }
                    }
                }
            }
        }
    }
}
