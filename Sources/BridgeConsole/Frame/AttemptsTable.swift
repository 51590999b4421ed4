import BridgeDomain
import BridgeHTML
import BridgeJournal
import BridgeReports

/// The attempts that were made for a document or party, each leading to what was sent and answered.
struct AttemptsTable: Sendable {
    let call: Call
    let zone: TimeZoneRule
    let attempts: [AttemptRecord]
    /// Where an attempt has its own page.
    let address: @Sendable (AttemptRecord) -> Address

    @HTMLBuilder var html: HTML {
        if !attempts.isEmpty {
            el(.h2) { call.say(Say.attempts) }
            Form.table(
                call.say(Say.attempts),
                pieces {
                    Form.heading(call.say(Say.started))
                    Form.heading(call.say(Say.callMade))
                    Form.heading(call.say(Say.took), isNumber: true)
                    Form.heading(call.say(Say.verdict))
                    Form.heading(call.say(Say.details))
                    Form.heading(call.say(Say.onTheWire))
                }, pieces { for attempt in attempts { row(attempt) } }, isNamed: false)
        }
    }

    private func row(_ attempt: AttemptRecord) -> HTML {
        el(.tr) {
            el(.th, .scope("row")) { HTML.moment(attempt.startedAt, call.formatting, in: zone) }
            Form.cell { call.terms.purpose(attempt.purpose) }
            Form.cell(isNumber: true) { call.took(attempt) }
            Form.cell { call.terms.verdict(attempt.verdict) }
            Form.cell(isAny: true) { call.terms.answer(attempt) }
            Form.cell {
                if attempt.calls > 0 {
                    el(.a, .href(address(attempt))) { call.say(Say.requestAndAnswer) }
                } else {
                    el(.span, .class("quiet")) { call.say(Say.nothingKept) }
                }
            }
        }
    }
}

extension Call {
    /// How long an attempt took; nothing while it is under way, and where it never ended.
    func took(_ attempt: AttemptRecord) -> String? {
        attempt.endedAt.map { formatting.duration(milliseconds: $0.milliseconds(since: attempt.startedAt)) }
    }
}
