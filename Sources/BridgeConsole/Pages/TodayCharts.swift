import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeJournal
import BridgeReports

/// The two charts of a bridge: what flowed by the hour, and how old is what waits. Drawn on the server; the numbers stand beside or behind each.
struct TodayCharts: Sendable {
    let call: Call
    let bridge: Console.Bridge
    let facts: BridgeFacts

    /// Units of a drawing; whole numbers, so that nothing is rounded twice.
    private static let (hourWidth, height, barWidth) = (20, 100, 1_000)

    var html: HTML {
        el(.div, .class("beside")) {
            flow
            ages
        }
    }

    // MARK: Flow

    @HTMLBuilder private var flow: HTML {
        if !facts.hours.isEmpty {
            let top = max(1, facts.hours.map { max($0.received, $0.booked) }.max() ?? 1)
            let (received, booked) = (facts.hours.map(\.received).reduce(0, +), facts.hours.map(\.booked).reduce(0, +))
            el(.figure) {
                el(.figcaption) {
                    el(.h3) { call.say(Say.flow) }
                    el(.span, .class("key-of other")) { call.say(Say.receivedInHour) }
                    el(.span, .class("key-of good")) { call.say(Say.booked) }
                    el(.span, .class("hint")) { call.say(Say.busiest(call.formatting.count(top))) }
                }
                el(
                    .svg, .class("chart"), .role("img"),
                    .label(call.say(Say.flowSummary(call.formatting.count(received), call.formatting.count(booked)))),
                    Attribute("viewBox", "0 0 \(BridgeFacts.hoursShown * Self.hourWidth) \(Self.height)"),
                    Attribute("preserveAspectRatio", "none")
                ) { for (place, start) in starts.enumerated() { bars(place, facts.hours.first { $0.start == start }, top) } }
                el(.div, .class("axis hint"), .decorative) {
                    for start in [starts.first, starts[starts.count / 2], starts.last].compactMap(\.self) { el(.span) { clock(start) } }
                }
                el(.details) {
                    el(.summary) { call.say(Say.numbersBehindChart) }
                    flowTable
                }
            }
        }
    }

    /// The hours that are shown, oldest first.
    private var starts: [Timestamp] {
        let last = HourTotal.hour(of: call.now)
        return (0..<Int64(BridgeFacts.hoursShown)).reversed().map { HourTotal.start(of: last - $0) }
    }

    @HTMLBuilder private func bars(_ place: Int, _ hour: HourTotal?, _ top: Int) -> HTML {
        if let hour {
            el(.g) {
                el(.title) {
                    "\(clock(hour.start)): \(call.formatting.count(hour.received)) \(call.say(Say.receivedInHour).lowercased()), "
                        + "\(call.formatting.count(hour.booked)) \(call.say(Say.booked).lowercased())"
                }
                bar("other", x: place * Self.hourWidth + 1, hour.received, top)
                bar("good", x: place * Self.hourWidth + 10, hour.booked, top)
            }
        }
    }

    @HTMLBuilder private func bar(_ colour: String, x: Int, _ count: Int, _ top: Int) -> HTML {
        if count > 0 {
            // What there is can be seen, however little beside the rest.
            let height = max(2, count * Self.height / top)
            el(
                .rect, .class(colour), Attribute("x", "\(x)"), Attribute("y", "\(Self.height - height)"), Attribute("width", "8"),
                Attribute("height", "\(height)"))
        }
    }

    private var flowTable: HTML {
        Form.table(
            call.say(Say.flow),
            pieces {
                Form.heading(call.say(Say.hour))
                Form.heading(call.say(Say.receivedInHour), isNumber: true)
                Form.heading(call.say(Say.booked), isNumber: true)
            },
            pieces {
                for hour in facts.hours {
                    el(.tr) {
                        el(.th, .scope("row")) { HTML.moment(hour.start, call.formatting, in: bridge.zone) }
                        Form.cell(isNumber: true) { call.formatting.count(hour.received) }
                        Form.cell(isNumber: true) { call.formatting.count(hour.booked) }
                    }
                }
            }, isNamed: false, isCompact: true)
    }

    private func clock(_ moment: Timestamp) -> String { String(call.formatting.moment(moment, in: bridge.zone).suffix(5)) }

    // MARK: Age

    /// A table in which each row draws itself: chart and numbers are one.
    @HTMLBuilder private var ages: HTML {
        let top = facts.ages.map { $0.waiting + $0.needsPerson }.max() ?? 0
        if top > 0 {
            el(.figure) {
                el(.figcaption) { el(.h3) { call.say(Say.ages) } }
                Form.table(
                    call.say(Say.ages),
                    pieces {
                        Form.heading(call.say(Say.age))
                        Form.heading(call.say(Say.share))
                        Form.heading(call.say(Say.waiting), isNumber: true)
                        Form.heading(call.say(Say.needsPerson), isNumber: true)
                    }, pieces { for (place, age) in facts.ages.enumerated() { row(place, age, top) } }, isNamed: false, isCompact: true)
            }
        }
    }

    private func row(_ place: Int, _ age: AgeTotal, _ top: Int) -> HTML {
        let width = age.waiting * Self.barWidth / top
        return el(.tr) {
            el(.th, .scope("row")) { call.say(Say.age(place)) }
            el(.td, .class("drawn")) {
                el(
                    .svg, .class("bar"), .decorative, Attribute("viewBox", "0 0 \(Self.barWidth) 20"),
                    Attribute("preserveAspectRatio", "none")
                ) {
                    part("wait", x: 0, width)
                    part("bad", x: width, (age.waiting + age.needsPerson) * Self.barWidth / top - width)
                }
            }
            Form.cell(isNumber: true) { call.formatting.count(age.waiting) }
            Form.cell(isNumber: true) { call.formatting.count(age.needsPerson) }
        }
    }

    @HTMLBuilder private func part(_ colour: String, x: Int, _ width: Int) -> HTML {
        if width > 0 {
            el(
                .rect, .class(colour), Attribute("x", "\(x)"), Attribute("y", "0"), Attribute("width", "\(width)"),
                Attribute("height", "20"))
        }
    }
}
