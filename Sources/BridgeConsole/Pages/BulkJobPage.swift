import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

extension Console {
    func addBulkJob(to router: inout Router) {
        show(&router, BulkJobPage.path, .look) { call, _ in try await BulkJobPage(call).page() }
        act(&router, BulkJobPage.path, .retry) { call, _ in try await BulkJobPage(call).stop() }
    }
}

/// How far the newest job of a bridge is, what was done and what was not, and stopping it.
struct BulkJobPage: Sendable {
    let call: Call

    static let path = "/documents/job"

    init(_ call: Call) { self.call = call }

    static func address(_ bridge: Console.Bridge) -> Address { Address("/documents/job", query: [("bridge", bridge.id.text)]) }

    /// That a job is under way, with the way to it; nothing where none is.
    static func line(_ call: Call, _ bridge: Console.Bridge) async throws -> HTML? {
        guard let job = try await call.console.acts.newestJob(of: bridge), job.isOpen else { return nil }
        return el(.p, .class("notice wait")) { el(.a, .href(address(bridge))) { call.say(standing(job, call)) } }
    }

    private static func standing(_ job: BulkJob, _ call: Call) -> BilingualText {
        let verb = DocumentVerb(rawValue: job.act.rawValue).map { Say.verb($0).name } ?? Say.documents
        return Say.jobStands(verb, job.state, call.formatting.count(job.looked), call.formatting.count(job.total))
    }

    func page(status: Int = 200, problem: String? = nil) async throws -> Page {
        let bridge = try call.askedBridge()
        let job = try await call.console.acts.newestJob(of: bridge)
        return Page(status: status, title: call.say(Say.bulkJob), part: .documents) {
            Form.alert(problem)
            if let job { content(job, bridge) } else { el(.p, .class("lead")) { call.say(Say.noJob) } }
            el(.p) { el(.a, .href(DocumentsPage.address(bridge))) { call.say(Say.toTheList) } }
        }
    }

    private func content(_ job: BulkJob, _ bridge: Console.Bridge) -> HTML {
        pieces {
            el(.p, .class("lead")) { el(.strong) { call.say(Self.standing(job, call)) } }
            el(.progress, Attribute("max", "\(job.total)"), Attribute("value", "\(job.looked)"), .label(call.say(Say.bulkJob))) {
                "\(job.looked) / \(job.total)"
            }
            el(.dl, .class("facts")) {
                call.fact(Say.jobDone) { call.formatting.count(job.done) }
                call.fact(Say.jobLeft) { call.formatting.count(job.left) }
                call.fact(Say.jobNotReached) { call.formatting.count(job.total - job.looked) }
                call.fact(Say.who) { call.terms.who(job.by) }
                call.fact(Say.when) {
                    HTML.moment(job.startedAt, call.formatting, in: bridge.zone)
                    if let at = job.endedAt { " – "; HTML.moment(at, call.formatting, in: bridge.zone) }
                }
                if let pace = pace(job) { call.fact(Say.jobPace) { pace } }
                if !job.reason.isEmpty { call.fact(Say.reason) { job.reason } }
                if let who = job.stoppedBy { call.fact(Say.jobStoppedBy) { who.name } }
            }
            if job.isOpen {
                el(.p) { el(.a, .class("button other"), .href(Self.address(bridge))) { call.say(Say.lookAgain) } }
                if job.state == .running, mayStop(job) {
                    Form.post(Self.address(bridge), call) {
                        Form.hidden("job", "\(job.number)")
                        Form.submit(call.say(Say.stopJob), isDanger: true)
                    }
                }
            }
        }
    }

    /// Documents a minute, once there is something to go by.
    private func pace(_ job: BulkJob) -> String? {
        let seconds = (job.endedAt ?? call.now).milliseconds(since: job.startedAt) / 1_000
        guard seconds > 0, job.looked > 0 else { return nil }
        return call.formatting.count(Int64(job.looked) * 60 / seconds)
    }

    /// Who may do it with one may stop it with all.
    private func mayStop(_ job: BulkJob) -> Bool { DocumentVerb(rawValue: job.act.rawValue).map { call.may($0.right) } ?? false }

    func stop() async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        let bridge = try call.askedBridge()
        _ = try await call.console.acts.stopJob(call.field("job").flatMap { Int($0) } ?? 0, of: bridge, by: who) { call.may($0.right) }
        return call.redirect(Self.address(bridge))
    }
}
