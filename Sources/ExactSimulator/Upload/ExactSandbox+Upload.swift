import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeXML

/// What can be uploaded.
enum UploadTopic: String {
    case entries = "GLTransactions"
    case accounts = "Accounts"

    /// The name of one record.
    var node: String {
        switch self {
        case .entries: "GLTransaction"
        case .accounts: "Account"
        }
    }
}

/// Many transactions in one call, each with a verdict of its own (reference §11).
extension ExactSandbox {
    static let uploadPath = "/docs/XMLUpload.aspx"

    /// One record's verdict.
    private struct Verdict {
        /// 2 success, 0 error (reference §11).
        var type: Int
        var key: String?
        var text: String
    }

    /// Books what can be booked. The status is 200 even when every record is refused; what is no XML of the topic at all is refused by one
    /// message that names no record.
    func upload(_ request: HTTPRequest, _ grant: TokenService.Grant, _ session: Session) throws(Refusal) -> HTTPResponse {
        let query = Dictionary(request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        guard request.method == .post else { throw Refusal(status: 405, messages: [Text("The HTTP verb used is not supported.")]) }
        guard let code = query["_Division_"].flatMap({ Int($0) }), grant.divisions.contains(code), let books = books[code] else {
            throw .forbidden("Forbidden - User division is not within division scope")
        }
        if settings.user.forbidden.contains("docs/XMLUpload.aspx") { throw .forbidden() }
        guard let topic = query["Topic"].flatMap({ UploadTopic(rawValue: $0) }) else { throw .syntax("The topic is not valid.") }
        guard request.body.count <= settings.limits.bodyMax else {
            throw Refusal(status: 413, messages: [Text("Maximum request length exceeded.")])
        }
        var verdicts: [Verdict] = []
        do throws(UnreadableUpload) {
            switch topic {
            case .entries:
                let entries = try UploadReader.entries(request.body, bytesMax: settings.limits.bodyMax)
                try checkCount(entries.count)
                for entry in entries { verdicts.append(book(entry, books, session)) }
            case .accounts:
                let accounts = try UploadedAccount.read(
                    request.body, bytesMax: settings.limits.bodyMax, knowsAssumed: settings.behaviour.uploadKnowsAssumedNodes)
                try checkCount(accounts.count)
                for account in accounts { verdicts.append(write(account, books, session)) }
            }
        } catch {
            verdicts = [Verdict(type: 0, key: nil, text: error.message)]
        }
        return answer(verdicts, topic, books, session)
    }

    private func checkCount(_ count: Int) throws(UnreadableUpload) {
        guard count <= settings.limits.uploadRecordsMax else {
            throw UnreadableUpload(message: "More than \(settings.limits.uploadRecordsMax) records")
        }
    }

    /// An account whose key or code exists is changed, any other is made: so a public client of this topic has it. What is not said stays.
    private func write(_ account: UploadedAccount, _ books: Books, _ session: Session) -> Verdict {
        let found = account.id.flatMap { GUID($0) }.flatMap { books[.accounts][.guid($0)] } ?? account.code.flatMap { books.account($0) }
        do throws(Refusal) {
            guard let resource = Resources.all["crm/Accounts"] else { throw .notFound }
            var sent = account.properties
            if account.id != nil, found == nil { throw .business([Wording.invalidReference(.account)]) }
            if account.id == nil, let code = account.code { sent.append((.Code, .string(code))) }
            var properties: Properties = [:]
            for (field, json) in sent {
                guard let value = resource.schema[field]?.type.value(of: json) else {
                    throw .business([Wording.invalid(Text(field.rawValue))])
                }
                properties[field] = value
            }
            let writer = Writer(resource: resource, books: books, session: session)
            var row: Row
            if let found {
                properties[.Code] = nil
                try writer.update(found, properties)
                row = found
            } else {
                var body = Body()
                body.properties = properties
                row = try writer.create(body)
            }
            let words = found == nil ? Text("Created", "Aangemaakt") : Text("Updated", "Bijgewerkt")
            return Verdict(type: 2, key: row.code(.Code), text: words(session.language))
        } catch {
            return Verdict(type: 0, key: account.code, text: error.messages.map { $0(session.language) }.joined(separator: "\r\n"))
        }
    }

    private func book(_ entry: UploadedEntry, _ books: Books, _ session: Session) -> Verdict {
        do throws(Refusal) {
            var booking = UploadBooking(books: books, session: session)
            let draft = try booking.draft(entry)
            books.commit(draft, now: session.wallClock)
            return Verdict(
                type: 2, key: String(draft.entry.integer(.EntryNumber)), text: session.language == .dutch ? "Aangemaakt" : "Created")
        } catch {
            return Verdict(type: 0, key: entry.number, text: error.messages.map { $0(session.language) }.joined(separator: "\r\n"))
        }
    }

    private func answer(_ verdicts: [Verdict], _ topic: UploadTopic, _ books: Books, _ session: Session) -> HTTPResponse {
        let stamp = String(books.version, radix: 16, uppercase: true)
        let mark = "0x" + String(repeating: "0", count: max(0, 16 - stamp.count)) + stamp
        var writer = XMLWriter(reserving: 256 + verdicts.count * 256)
        writer.element("eExact") { writer in
            writer.element("Topics") {
                $0.element("Topic", ["code": topic.rawValue, "count": "\(verdicts.count)", "pagesize": "1000", "ts_d": mark])
            }
            writer.element("Messages") { writer in
                for verdict in verdicts {
                    writer.element("Message", ["type": "\(verdict.type)"]) { writer in
                        writer.element("Topic", ["code": topic.rawValue, "node": topic.node]) {
                            if let key = verdict.key { $0.element("Data", ["keyAlt": key]) } else { $0.element("Data") }
                        }
                        writer.element("Date", text: WallClock.text(session.wallClock))
                        writer.element("Description", text: verdict.text)
                    }
                }
            }
        }
        return HTTPResponse(status: 200, fields: ["Content-Type": "text/xml; charset=utf-8"], body: writer.bytes)
    }
}
