import BridgeDomain
import BridgeHTML
import BridgeJournal

/// Calls used and left in each window of a connection, and when it starts afresh.
struct BudgetTable: Sendable {
    let call: Call
    let zone: TimeZoneRule
    let windows: [BudgetWindow]

    @HTMLBuilder var html: HTML {
        if !windows.isEmpty {
            Form.table(
                call.say(Say.calls),
                pieces {
                    Form.heading(call.say(Say.window))
                    Form.heading(call.say(Say.used), isNumber: true)
                    Form.heading(call.say(Say.limit), isNumber: true)
                    Form.heading(call.say(Say.left), isWide: true)
                    Form.heading(call.say(Say.afresh))
                },
                pieces { for window in windows { row(window) } })
        }
    }

    private func row(_ window: BudgetWindow) -> HTML {
        let isOver = window.resetsAt <= call.now
        let used = isOver ? 0 : window.used
        let name = call.say(Say.window(window.name))
        return el(.tr) {
            el(.th, .scope("row")) { name }
            Form.cell(isNumber: true) { call.formatting.count(used) }
            Form.cell(isNumber: true) { call.formatting.count(window.limit) }
            Form.cell(isWide: true) {
                el(
                    .meter, .label(name), Attribute("min", "0"), Attribute("max", "\(max(1, window.limit))"),
                    .value("\(max(0, window.limit - used))")
                ) {
                    call.formatting.count(max(0, window.limit - used))
                }
            }
            Form.cell {
                if isOver { call.say(Say.now) } else { HTML.moment(window.resetsAt, call.formatting, in: zone) }
            }
        }
    }
}
