import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The keeper's door: `/_sandbox/…`. No token, not counted; a sandbox listens on loopback only.
///
/// | Request | Does |
/// |---|---|
/// | `GET /_sandbox/` | a page with what is in the books |
/// | `GET books` | everything: entries with their lines, invoices, debtors, creditors |
/// | `GET postings` | every line as `id;journal;account;debit;credit` |
/// | `GET totals`, `calls`, `check`, `log`, `imports`, `snapshot` | the same for programs |
/// | `GET clock`, `POST clock {"advanceSeconds":600}` | the sandbox's time; what was due meanwhile is done |
/// | `GET faults`, `POST faults {"faults":[…]}`, `DELETE faults` | what will go wrong |
/// | `POST periods {"period":"2026-03","blocked":true}` | block or open a period |
/// | `POST journals {"journal":"20","locked":true}`, with `blocked` | a person has it open; it is blocked |
/// | `POST accounts {"account":"8000","blocked":true}` | block or open a ledger account |
/// | `POST relations {"kind":"debtor","number":"10044","blocked":true}` | block or open a debtor or creditor |
/// | `POST connectors {"connector":"Profit_Debtor","blocked":true}` | block or open a GetConnector |
/// | `POST tokens {"environment":"O12345AA","revoked":true}` | that environment's tokens are taken back |
/// | `POST maintenance {"on":true}` | the service is closed, or open again |
/// | `POST payments {"relation":"10044","date":"2026-04-01","allocations":[{"invoice":"F1","amount":10.00}],"amount":10.00}` | a receipt |
/// | `POST payments/arrive {"through":"2026-05-01"}` | customers pay in their own way until that day |
/// | `POST reversals {"relation","invoice","amount","date"}` | a direct debit comes back |
/// | `POST setoffs {"relation","invoice","credit","amount","date"}` | a credit note is set off |
/// | `POST differences {"relation","invoice","date"}` | the rest is written off |
/// | `POST allocations {"entry":71002,"line":2,"invoice":"F1"}` | a receipt is allocated later |
/// | `PUT entries/71001 {"lines":[{"sequence":2,"account":"8010"}]}`, `DELETE entries/71001` | the accountant's hand |
/// | `POST import` | the importer looks into the folder now |
///
/// `environment` and `unit` in the query or body choose the administration; without them the first one is meant.
extension AFASSandbox {
    func administer(_ request: HTTPRequest) -> HTTPResponse {
        let parts = request.path.split(separator: "/").dropFirst().map(String.init)
        do throws(AdminError) {
            let body = try adminBody(request)
            let place = try place(request, body)
            switch (request.method, parts.first ?? "", parts.count) {
            case (.get, "", _): return page(place)
            case (.get, let name, 1): return try show(name, place)
            case (.delete, "faults", 1):
                clearFaults()
                return ok([:])
            case (.post, "payments", 2) where parts[1] == "arrive":
                guard let last = date(body["through"]) else { throw AdminError("through is missing, as in 2026-05-01.") }
                return ok(["arrivals": .array(try arrivePayments(through: last, in: place).map(\.json))])
            case (.post, let name, 1): return try order(name, body, place)
            case (.put, "entries", 2), (.delete, "entries", 2):
                guard let number = Int(parts[1]) else { throw AdminError("An entry has a number.") }
                if request.method == .delete {
                    try deleteEntry(number, in: place)
                } else {
                    try changeEntry(number, try changes(body), in: place)
                }
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

    private func place(_ request: HTTPRequest, _ body: JSON) throws(AdminError) -> Place {
        let query = Dictionary(request.query.map { ($0.name, $0.value) }) { $1 }
        let unit = query["unit"].flatMap { Int($0) } ?? body["unit"]?.integer.map { Int($0) }
        var place = Place(query["environment"] ?? body["environment"]?.string)
        let first = (place.environment ?? settings.environments.first?.id).flatMap { books[$0]?.environment.units.first?.id }
        place.unit = unit ?? first ?? 1
        _ = try environmentID(place)
        return place
    }

    private func date(_ json: JSON?) -> CalendarDate? { json?.string.flatMap { CalendarDate($0) } }

    private func text(_ body: JSON, _ name: String) throws(AdminError) -> String {
        guard let text = body[name]?.string else { throw AdminError("\(name) is missing.") }
        return text
    }

    // MARK: Showing

    private func show(_ name: String, _ place: Place) throws(AdminError) -> HTTPResponse {
        switch name {
        case "books": return ok(try dump(place))
        case "postings":
            return HTTPResponse(
                status: 200, fields: ["Content-Type": "text/csv; charset=utf-8"], body: Array(postings(in: place).utf8))
        case "totals": return ok(["totals": .array(totals(in: place).map(\.json))])
        case "calls":
            return ok([
                "total": .number(callCount),
                "connectors": .object(callCounts.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) }),
            ])
        case "check": return ok(["problems": .array(inconsistencies(in: place).map { .string($0) })])
        case "clock": return ok(["now": .string(now.description)])
        case "faults": return ok(["faults": .array(plannedFaults.map(\.json))])
        case "imports": return ok(["imports": .array(imports.map(\.json))])
        case "log":
            return ok([
                "log": .array(
                    log.map {
                        [
                            "reference": .string($0.reference), "moment": .string($0.moment.description), "user": .string($0.user),
                            "connector": .string($0.connector), "text": .string($0.text),
                        ]
                    })
            ])
        case "snapshot":
            guard let bytes = try? snapshot() else { throw AdminError("The state cannot be written.") }
            return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: bytes)
        default: return HTTPResponse(status: 404)
        }
    }

    /// Everything the administration's books hold, and the environment's relations.
    private func dump(_ place: Place) throws(AdminError) -> JSON {
        let id = try environmentID(place)
        guard let books = books[id] else { throw AdminError("There is no such environment.") }
        func relations(_ records: [String: RelationRecord]) -> JSON {
            .array(records.values.sorted { $0.number < $1.number }.map { $0.json(books.organisation(of: $0)) })
        }
        return [
            "environment": .string(id), "unit": .number(place.unit), "entries": .array(entries(in: place).map(\.json)),
            "invoices": .array(invoices(in: place).map(\.json)), "debtors": relations(books.state.debtors),
            "creditors": relations(books.state.creditors),
        ]
    }

    // MARK: Ordering

    private func order(_ name: String, _ body: JSON, _ place: Place) throws(AdminError) -> HTTPResponse {
        let isOn = body["blocked"]?.bool ?? true
        switch name {
        case "clock":
            guard let seconds = body["advanceSeconds"]?.integer else { throw AdminError("advanceSeconds is missing.") }
            moveClock(seconds: seconds)
            return ok(["now": .string(now.description)])
        case "faults":
            var faults: [Fault] = []
            for item in body["faults"]?.array ?? [] {
                guard let fault = Fault(json: item) else { throw AdminError("This is no fault: \(item)") }
                faults.append(fault)
            }
            plan(faults)
            return ok(["faults": .array(plannedFaults.map(\.json))])
        case "periods":
            guard let period = body["period"]?.string.flatMap({ Period($0) }) else { throw AdminError("period is missing, as in 2026-03.") }
            try block(period, isOn, in: place)
        case "journals":
            let journal = try text(body, "journal")
            if let locked = body["locked"]?.bool { try lock(journal: journal, locked, in: place) }
            if let blocked = body["blocked"]?.bool { try block(journal: journal, blocked, in: place) }
        case "accounts": try block(account: try text(body, "account"), isOn, in: place)
        case "relations":
            let kind = LineKind(name: body["kind"]?.string ?? "debtor") ?? .debtor
            try block(kind, try text(body, "number"), isOn, in: place)
        case "connectors": try block(connector: try text(body, "connector"), isOn, in: place)
        case "tokens":
            let id = try environmentID(place)
            let isRevoked = body["revoked"]?.bool ?? true
            for token in settings.tokens where token.environment == id {
                if isRevoked { revoke(token) } else { revokedTokens.remove(token.data) }
            }
        case "maintenance": setMaintenance(body["on"]?.bool ?? true)
        case "import": return ok(["imports": .array(importFiles().map(\.json))])
        default: return try orderPayment(name, body, place)
        }
        return ok([:])
    }

    private func orderPayment(_ name: String, _ body: JSON, _ place: Place) throws(AdminError) -> HTTPResponse {
        if name == "allocations" {
            guard let entry = body["entry"]?.integer, let line = body["line"]?.integer else {
                throw AdminError("entry or line is missing.")
            }
            try allocate(Int(entry), line: Int(line), to: try text(body, "invoice"), in: place)
            return ok([:])
        }
        guard ["payments", "reversals", "setoffs", "differences"].contains(name) else { return HTTPResponse(status: 404) }
        let kind = LineKind(name: body["kind"]?.string ?? "debtor") ?? .debtor
        let relation = try text(body, "relation")
        guard let date = date(body["date"]) else { throw AdminError("date is missing, as in 2026-04-01.") }
        let entry: Int
        switch name {
        case "payments":
            let allocations = (body["allocations"]?.array ?? []).map {
                (invoice: $0["invoice"]?.string ?? "", amount: $0["amount"]?.decimal)
            }
            var payment = Payment(relation, allocations, kind: kind, amount: body["amount"]?.decimal, on: date)
            if let journal = body["journal"]?.string { payment.journal = journal }
            payment.voucher = body["voucher"]?.string
            entry = try pay(payment, in: place)
        case "reversals":
            guard let amount = body["amount"]?.decimal else { throw AdminError("amount is missing.") }
            entry = try reverse(try text(body, "invoice"), of: relation, amount: amount, on: date, in: place)
        case "setoffs":
            guard let amount = body["amount"]?.decimal else { throw AdminError("amount is missing.") }
            entry = try setOff(
                try text(body, "invoice"), against: try text(body, "credit"), of: relation, kind, amount: amount, on: date, in: place)
        default: entry = try writeOff(try text(body, "invoice"), of: relation, kind, on: date, in: place)
        }
        return ok(["entry": .number(entry)])
    }

    private func changes(_ body: JSON) throws(AdminError) -> [LineChange] {
        var changes: [LineChange] = []
        for item in body["lines"]?.array ?? [] {
            guard let sequence = item["sequence"]?.integer else { throw AdminError("sequence is missing on a line.") }
            var change = LineChange(Int(sequence))
            change.account = item["account"]?.string
            change.vatCode = item["vatCode"]?.string
            change.debit = item["debit"]?.decimal
            change.credit = item["credit"]?.decimal
            change.description = item["description"]?.string
            change.entryDate = date(item["entryDate"])
            change.voucherDate = date(item["voucherDate"])
            change.dimension1 = item["dimension1"]?.string
            changes.append(change)
        }
        return changes
    }
}
