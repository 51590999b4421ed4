import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import ExactConnector
import ExactSimulator
import FreshPortalSimulator

// What happens around the product: trade, the person at the desk, the accountant.
extension Simulation {
    func prepare() async throws {
        var left = options.documents
        for place in 0..<day.count where left > 0 {
            // A sample of the day that differs per seed: ordinary, broken and credit notes alike.
            guard random.next() % 6 == 0 else { continue }
            await freshPortal.approve(day.document(at: place).json)
            left -= 1
        }
        for party in day.parties where party.kind == .debtor { await freshPortal.put(customer: party.json) }
        let settings = exactSettings
        let direct = SimulatedNetwork(exact, clock: clock, seed: 0, weather: .fine)
        let consent = ExactConsent(settings: settings, clientSecret: "sandbox-secret", transport: direct, clock: clock)
        let answer = try await direct.send(
            .init(.get, origin: settings.origin, target: String(consent.link().dropFirst(settings.origin.count))))
        let query = answer.fields["Location"].map { String($0.drop { $0 != "?" }.dropFirst()) } ?? ""
        _ = try await consent.accept(callback: query, into: vault)
        await exact.plan(Self.faults(&random))
    }

    private static func faults(_ random: inout SeededGenerator) -> [ExactSandbox.Fault] {
        let kinds: [ExactSandbox.Fault.Kind] = [
            .throttled, .serverError, .unavailable, .maintenancePage, .truncated(40), .tokenExpired, .loseAnswer, .loseRequest,
        ]
        let paths = ["SalesEntries", "SalesEntries", "crm/Accounts", ""]
        return kinds.map { kind in
            let path = paths[Int(random.next() % UInt64(paths.count))]
            return ExactSandbox.Fault(kind, pathContains: path, skip: Int(random.next() % 20), times: 1 + Int(random.next() % 2))
        }
    }

    var exactSettings: ExactSettings {
        ExactSettings(
            country: .netherlands, originOverride: "https://exact.test", division: Self.division,
            clientID: "6f1c0000-1111-2222-3333-444455556666",
            clientSecretReference: "env:SECRET", redirectURI: "http://127.0.0.1:8080/exact/callback",
            settlingSeconds: options.canary == .dropsSettlingDelay ? 0 : 180)
    }

    func somethingHappensInTrade() async {
        let document = day.document(at: Int(random.next() % UInt64(day.count)))
        guard let id = Int(document.id.text) else { return }
        switch random.next() % 5 {
        case 0:
            await freshPortal.approve(document.json)
            tell("approved \(document.number)")
        case 1: if await freshPortal.correct(id) != nil { tell("corrected \(document.number)") }
        case 2: if await freshPortal.resend(id) != nil { tell("delivered \(document.number) again") }
        case 3: if chance(4), await freshPortal.withdraw(id) != nil { tell("withdrew \(document.number)") }
        default:
            let party = day.parties[Int(random.next() % UInt64(day.parties.count))]
            guard party.kind == .debtor else { return }
            await freshPortal.put(customer: party.json)
            tell("delivered customer \(party.code) again")
        }
    }

    /// A verb on some document, whatever state it is in: the machines say whether it fits.
    func aPersonActs() async throws {
        let all = try await reader.list(PostingFilter(bridge: Self.bridge), before: nil, limit: 1_000)
        guard !all.isEmpty else { return }
        let posting = all[Int(random.next() % UInt64(all.count))]
        let desk = Desk(parts: parts(reader), who: .person("anna"))
        let outcomes =
            switch random.next() % 4 {
            case 0: try await desk.hold([posting.document])
            case 1: try await desk.retry([posting.document])
            case 2: chance(3) ? try await desk.withdraw([posting.document], reason: "double") : []
            default: chance(4) ? try await desk.bookedByHand(posting.document, number: "hand-\(posting.sequence)") : []
            }
        if let outcome = outcomes.first, outcome.changed { tell("anna made \(posting.document) \(outcome.state)") }
    }

    /// Before the end: what a person keeps back can only be let go by a person.
    func thePersonLetsGo() async throws {
        let kept = try await reader.list(PostingFilter(bridge: Self.bridge, states: [.held]), before: nil, limit: 1_000)
        let keys = kept.filter { $0.hold == .person }.map(\.document)
        _ = try await Desk(parts: parts(reader), who: .person("anna")).retry(keys)
    }

    /// An entry is changed in the books, or the month is closed for a while.
    func theAccountantActs() async {
        let entries = await exact.entries(in: Self.division)
        let month = Period(monthOf: day.date)
        switch random.next() % 3 {
        case 0:
            guard !entries.isEmpty else { return }
            let entry = entries[Int(random.next() % UInt64(entries.count))]
            var change = ExactSandbox.EntryChange()
            change.date = entry.date.adding(days: -1)
            guard Period(monthOf: entry.date.adding(days: -1)) == entry.period else { return }
            // A change that the service refuses is none.
            guard (try? await exact.change(entry.number, change, in: Self.division)) != nil else { return }
            touched.insert(entry.id)
            tell("the accountant moved entry \(entry.number) to the day before")
        case 1:
            guard !isFine, (try? await exact.close(month, in: Self.division)) != nil else { return }
            tell("the accountant closed \(month)")
        default:
            guard (try? await exact.open(month, in: Self.division)) != nil else { return }
            tell("the accountant opened \(month)")
        }
    }
}
