import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The keeper's door: `/_sandbox/…`. No token, not counted in any limit; a sandbox listens on loopback only.
///
/// | Request | Does |
/// |---|---|
/// | `GET /_sandbox/` | a page with what is in the books |
/// | `GET books`, `totals`, `documents`, `calls`, `check`, `snapshot` | the same for programs |
/// | `GET clock`, `POST clock {"advanceSeconds":600}` | the sandbox's time |
/// | `GET faults`, `POST faults {"faults":[…]}`, `DELETE faults` | what will go wrong |
/// | `POST periods {"period":"2026-03","closed":true}` | close or open, with `"journal"` for one |
/// | `POST payments {"entry":26700001,"amount":100.00}` | a receipt or payment |
/// | `PUT entries/26700001 {…}`, `DELETE entries/26700001` | the accountant's hand |
/// | `POST accounts/merge {"from":"501","into":"502"}` | a double account goes |
/// | `POST consents/revoke` | every consent is taken back |
/// | `GET webhooks`, `POST webhooks/deliver` | take waiting notifications, or send them |
///
/// `division` in the query or body chooses the division; without it the first one is meant.
extension ExactSandbox {
    func administer(_ request: HTTPRequest) async -> HTTPResponse {
        let parts = request.path.split(separator: "/").dropFirst().map(String.init)
        do throws(AdminError) {
            let body = try adminBody(request)
            let division = try adminDivision(request, body)
            switch (request.method, parts.first ?? "", parts.count) {
            case (.get, "", _): return page(division)
            case (.get, let name, 1): return try await show(name, division)
            case (.post, "webhooks", 2) where parts[1] == "deliver": return ok(["delivered": .number(await deliverNotifications())])
            case (.delete, "faults", 1):
                clearFaults()
                return ok([:])
            case (.post, let name, _): return try order(name, parts, body, division)
            case (.put, "entries", 2), (.delete, "entries", 2):
                guard let number = Int(parts[1]) else { throw AdminError("An entry has a number.") }
                if request.method == .delete { try deleteEntry(number, in: division) } else { try changeEntry(number, body, division) }
                return ok([:])
            default: return HTTPResponse(status: 404)
            }
        } catch {
            return ok(["error": .string(error.description)], status: 400)
        }
    }

    private func ok(_ body: JSON, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: ["Content-Type": "application/json; charset=utf-8"], body: body.bytes)
    }

    private func adminBody(_ request: HTTPRequest) throws(AdminError) -> JSON {
        guard !request.body.isEmpty else { return [:] }
        guard let body = try? JSON(parsing: request.body), body.members != nil else { throw AdminError("The body is no JSON object.") }
        return body
    }

    private func adminDivision(_ request: HTTPRequest, _ body: JSON) throws(AdminError) -> Int {
        let named = request.query.first { $0.name == "division" }.flatMap { Int($0.value) } ?? body["division"]?.integer.map { Int($0) }
        guard let code = named ?? settings.divisions.first?.code, books[code] != nil else { throw AdminError("There is no such division.") }
        return code
    }

    private func show(_ name: String, _ division: Int) async throws(AdminError) -> HTTPResponse {
        switch name {
        case "books":
            ok(["division": .number(division), "entries": .array(entries(in: division).map(\.json))])
        case "totals": ok(["division": .number(division), "totals": .array(totals(in: division).map(\.json))])
        case "documents": ok(["division": .number(division), "documents": .array(documents(in: division).map(\.json))])
        case "calls":
            ok([
                "total": .number(callCount),
                "endpoints": .object(callCounts.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) }),
            ])
        case "check": ok(["division": .number(division), "problems": .array(inconsistencies(in: division).map { .string($0) })])
        case "clock": ok(["now": .string(now.description)])
        case "faults": ok(["faults": .array(plannedFaults.map(\.json))])
        case "webhooks":
            ok([
                "notifications": .array(
                    takeNotifications().map { ["address": .string($0.address), "body": .string(String(decoding: $0.body, as: UTF8.self))] })
            ])
        case "snapshot": HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: snapshot())
        default: HTTPResponse(status: 404)
        }
    }

    private func order(_ name: String, _ parts: [String], _ body: JSON, _ division: Int) throws(AdminError) -> HTTPResponse {
        switch (name, parts.count) {
        case ("clock", 1):
            guard let seconds = body["advanceSeconds"]?.integer else { throw AdminError("advanceSeconds is missing.") }
            moveClock(seconds: seconds)
            return ok(["now": .string(now.description)])
        case ("faults", 1):
            var faults: [Fault] = []
            for item in body["faults"]?.array ?? [] {
                guard let fault = Fault(json: item) else { throw AdminError("This is no fault: \(item)") }
                faults.append(fault)
            }
            plan(faults)
            return ok(["faults": .array(plannedFaults.map(\.json))])
        case ("periods", 1):
            guard let period = body["period"]?.string.flatMap({ Period($0) }) else { throw AdminError("period is missing, as in 2026-03.") }
            let isClosed = body["closed"]?.bool ?? true
            if isClosed {
                try close(period, journal: body["journal"]?.string, in: division)
            } else {
                try open(period, journal: body["journal"]?.string, in: division)
            }
            return ok([:])
        case ("payments", 1):
            guard let entry = body["entry"]?.integer else { throw AdminError("entry is missing.") }
            let date = body["date"]?.string.flatMap { CalendarDate($0) }
            let number = try pay(
                Int(entry), amount: body["amount"]?.decimal, on: date, journal: body["journal"]?.string ?? "20", in: division)
            return ok(["entry": .number(number)])
        case ("accounts", 2) where parts[1] == "merge":
            guard let from = body["from"]?.string, let into = body["into"]?.string else { throw AdminError("from and into are missing.") }
            try mergeAccount(from, into: into, in: division)
            return ok([:])
        case ("consents", 2) where parts[1] == "revoke":
            revokeConsents()
            return ok([:])
        default: return HTTPResponse(status: 404)
        }
    }

    private func changeEntry(_ number: Int, _ body: JSON, _ division: Int) throws(AdminError) {
        var change = EntryChange()
        change.yourReference = body["yourReference"]?.string
        change.description = body["description"]?.string
        change.date = body["date"]?.string.flatMap { CalendarDate($0) }
        change.account = body["account"]?.string
        change.status = body["status"]?.integer.map { Int($0) }
        for item in body["lines"]?.array ?? [] {
            guard let place = item["number"]?.integer else { throw AdminError("A line has a number, from 1.") }
            var line = LineChange(Int(place))
            line.ledgerAccount = item["ledgerAccount"]?.string
            line.vatCode = item["vatCode"]?.string
            line.amount = item["amount"]?.decimal
            line.vatAmount = item["vatAmount"]?.decimal
            line.costCentre = item["costCentre"]?.string
            change.lines.append(line)
        }
        try self.change(number, change, in: division)
    }
}
