import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The keeper's door: `/_sandbox/…`. No keys, not counted; a sandbox listens on loopback only.
///
/// | Request | Does |
/// |---|---|
/// | `GET /_sandbox/` | a page with what is in the books |
/// | `GET books` | everything: entries with their lines, open items, debtors, batches |
/// | `GET postings` | every line as `id;journal;account;debit;credit` |
/// | `GET totals`, `calls`, `check`, `log`, `imports`, `snapshot` | the same for programs |
/// | `GET clock`, `POST clock {"advanceSeconds":600}` | the sandbox's time; what was due meanwhile is done |
/// | `GET faults`, `POST faults {"faults":[…]}`, `DELETE faults` | what will go wrong |
/// | `POST periods {"year":2026,"period":3,"closed":"users"}` | close for `users` or `everybody`, or `open`; without `period` the year |
/// | `POST records {"table":"DEB","key":"10042","fields":{"BLOK":"J"}}` | what a person changes in the program |
/// | `POST sessions` | the administration's sessions end |
/// | `POST payments {"relation":"10042","invoice":"F1","amount":10.00,"date":"2026-04-01"}` | it is paid; without `amount` the rest |
/// | `DELETE entries/12` | the accountant's hand |
/// | `POST batches {"number":4001}` | a person makes the batch final (KING ERP) |
/// | `POST import` | the importer looks into the folder now (KING ERP) |
///
/// `administration` in the query or body chooses an omgevingscode of KING Finance or a name of KING ERP; without it the first is meant.
extension KingSandbox {
    func administer(_ request: HTTPRequest) -> HTTPResponse {
        let parts = request.path.split(separator: "/").dropFirst().map(String.init)
        do throws(AdminError) {
            let body = try adminBody(request)
            let wanted = request.query.first { $0.name == "administration" }?.value ?? body["administration"]?.string
            if let wanted, finance[wanted] == nil, erp[wanted] == nil { throw AdminError("There is no administration \(wanted).") }
            switch (request.method, parts.first ?? "", parts.count) {
            case (.get, "", _): return page(wanted)
            case (.get, let name, 1): return try show(name, wanted)
            case (.delete, "faults", 1):
                clearFaults()
                return ok([:])
            case (.delete, "entries", 2):
                guard let number = Int(parts[1]) else { throw AdminError("An entry has a number.") }
                try deleteEntry(number, in: wanted)
                return ok([:])
            case (.post, let name, 1): return try order(name, body, wanted)
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

    // MARK: Showing

    private func show(_ name: String, _ administration: String?) throws(AdminError) -> HTTPResponse {
        switch name {
        case "books": return ok(dump(administration))
        case "postings":
            return HTTPResponse(
                status: 200, fields: ["Content-Type": "text/csv; charset=utf-8"], body: Array(postings(in: administration).utf8))
        case "totals": return ok(["totals": .array(totals(in: administration).map(\.json))])
        case "calls":
            return ok([
                "total": .number(callCount),
                "operations": .object(callCounts.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) }),
            ])
        case "check": return ok(["problems": .array(inconsistencies(in: administration).map { .string($0) })])
        case "clock": return ok(["now": .string(now.description)])
        case "faults": return ok(["faults": .array(plannedFaults.map(\.json))])
        case "imports": return ok(["imports": .array(importReports.map(\.json))])
        case "log":
            return ok([
                "log": .array(
                    log.map {
                        [
                            "moment": .string($0.moment.description), "operation": .string($0.operation), "text": .string($0.text),
                        ]
                    })
            ])
        case "snapshot":
            guard let bytes = try? snapshot() else { throw AdminError("The state cannot be written.") }
            return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: bytes)
        default: return HTTPResponse(status: 404)
        }
    }

    /// Everything the administration's books hold.
    private func dump(_ administration: String?) -> JSON {
        func object(_ fields: [String: String]) -> JSON {
            .object(fields.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }.map { .init($0.key, .string($0.value)) })
        }
        let isERP = administration.map { erp[$0] != nil } ?? false
        let debtors =
            isERP
            ? (administration.flatMap { erp[$0]?.state.debtors.keys.sorted() } ?? []).compactMap { debtor($0, in: administration) }
            : records("DEB", in: administration)
        return [
            "now": .string(now.description), "entries": .array(entries(in: administration).map(\.json)),
            "items": .array(openItems(in: administration).map(\.json)), "debtors": .array(debtors.map { object($0) }),
            "batches": isERP ? .array(batches(in: administration).map(\.json)) : .array([]),
        ]
    }

    // MARK: Ordering

    private func text(_ body: JSON, _ name: String) throws(AdminError) -> String {
        guard let text = body[name]?.string else { throw AdminError("\(name) is missing.") }
        return text
    }

    private func order(_ name: String, _ body: JSON, _ administration: String?) throws(AdminError) -> HTTPResponse {
        switch name {
        case "clock":
            guard let seconds = body["advanceSeconds"]?.integer, abs(seconds) <= 100 * 366 * 86_400 else {
                throw AdminError("advanceSeconds is missing, or more than a hundred years.")
            }
            moveClock(seconds: seconds)
            return ok(["now": .string(now.description)])
        case "faults":
            var faults: [Fault] = []
            for item in body["faults"]?.array ?? [] {
                guard let fault = Fault(json: item) else { throw AdminError("There is no such fault: \(item.description)") }
                faults.append(fault)
            }
            plan(faults)
            return ok(["faults": .array(plannedFaults.map(\.json))])
        case "periods": try closePeriod(body, administration)
        case "records": try editRecord(body, administration)
        case "sessions": endSessions(of: administration)
        case "payments": return ok(["entry": .number(try payment(body, administration))])
        case "batches":
            guard let number = body["number"]?.integer else { throw AdminError("number is missing.") }
            try makeFinal(batch: Int(number), in: administration)
        case "import": return ok(["imports": .array(importFiles().map(\.json))])
        default: return HTTPResponse(status: 404)
        }
        return ok([:])
    }

    private func closePeriod(_ body: JSON, _ administration: String?) throws(AdminError) {
        guard let year = body["year"]?.integer.flatMap({ Int(exactly: $0) }),
            let closing = Closing(rawValue: body["closed"]?.string ?? "everybody")
        else { throw AdminError("year is missing, or closed is none of open, users, everybody.") }
        try close(year: year, period: body["period"]?.integer.flatMap { Int(exactly: $0) }, closing, in: administration)
    }

    private func editRecord(_ body: JSON, _ administration: String?) throws(AdminError) {
        var fields: [String: String] = [:]
        for member in body["fields"]?.members ?? [] {
            guard let value = member.value.string else { throw AdminError("\(member.name) is no text.") }
            fields[member.name] = value
        }
        try edit(try text(body, "table"), try text(body, "key"), fields, in: administration)
    }

    private func payment(_ body: JSON, _ administration: String?) throws(AdminError) -> Int {
        guard let date = body["date"]?.string.flatMap({ CalendarDate($0) }) else { throw AdminError("date is missing, as in 2026-04-01.") }
        let kind = RelationKind(rawValue: body["kind"]?.string ?? "debtor") ?? .debtor
        return try pay(
            try text(body, "invoice"), of: try text(body, "relation"), kind, amount: body["amount"]?.decimal, on: date, in: administration)
    }
}
