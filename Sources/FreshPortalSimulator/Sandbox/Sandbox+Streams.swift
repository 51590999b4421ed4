import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The streams and single documents (reference freshportal §4, "Page envelope").
extension FreshPortalSandbox {
    func documents(_ sequence: String, _ request: HTTPRequest) -> HTTPResponse {
        switch query(request, ["limit", "type", "administration"]) {
        case .failure(let fault): return fault.response
        case .success(let filter):
            if let type = filter["type"], DocumentKind(rawValue: type) == nil {
                return Self.refusal(400, "malformed", "There is no type \(type)", field: "type")
            }
            if let code = filter["administration"], !settings.administrations.contains(where: { $0.code == code }) {
                return Self.refusal(400, "malformed", "There is no administration \(code)", field: "administration")
            }
            let showsDrafts = state.quirks.leaksDrafts
            let response = page(state.documents, sequence, filter["limit"]) { document in
                (filter["type"].map { $0 == document.type } ?? true)
                    && (filter["administration"].map { $0 == document.administration } ?? true)
                    && (showsDrafts || document.status != "draft")
            } write: {
                Mannerisms(quirks: state.quirks).text(of: $0)
            }
            if case .more(false, let answer) = response { return releasingLateParents(answer) }
            return response.answer
        }
    }

    func parties(_ store: KeyPath<SandboxState, SequencedStore<StoredParty>>, _ sequence: String, _ request: HTTPRequest) -> HTTPResponse {
        switch query(request, ["limit"]) {
        case .failure(let fault): fault.response
        case .success(let filter):
            page(state[keyPath: store], sequence, filter["limit"]) {
                !$0.isLate
            } write: {
                Mannerisms(quirks: state.quirks).text(of: $0)
            }.answer
        }
    }

    func document(_ id: String) -> HTTPResponse {
        guard let document = stored(id) else { return Self.refusal(404, "not_found", "There is no document \(id.prefix(20))") }
        return Self.success(text: Mannerisms(quirks: state.quirks).text(of: document))
    }

    func pdf(_ id: String) -> HTTPResponse {
        guard let document = stored(id) else { return Self.refusal(404, "not_found", "There is no document \(id.prefix(20))") }
        let amount = Money(minorUnits: document.gross, .eur).amountText
        let body = TinyPDF.page(lines: [document.type, document.number, document.invoiceDate, "\(document.currency) \(amount)"])
        return HTTPResponse(status: 200, fields: ["Content-Type": "application/pdf"], body: body)
    }

    func stored(_ id: String) -> StoredDocument? { Int(id).flatMap { state.documents.items[$0] } }

    /// A page, or the refusal of what asked for it.
    private enum Page {
        case refused(HTTPResponse)
        case more(Bool, HTTPResponse)

        var answer: HTTPResponse {
            switch self {
            case .refused(let response), .more(_, let response): response
            }
        }
    }

    private func page<Item: Sequenced>(
        _ store: SequencedStore<Item>, _ sequence: String, _ limit: String?, where isShown: (Item) -> Bool, write: (Item) -> String
    ) -> Page {
        guard let sequence = Int(sequence), sequence >= 0 else {
            return .refused(Self.refusal(400, "malformed", "A sequence is a whole number", field: "seq"))
        }
        let limit = limit.map { Int($0) ?? 0 } ?? 1_000
        guard (1...1_000).contains(limit) else {
            return .refused(Self.refusal(400, "malformed", "The limit is 1 to 1000", field: "limit"))
        }
        guard sequence == 0 || sequence >= state.oldestKept else {
            return .refused(Self.refusal(410, "gone", "The sequence is older than what is kept; start over"))
        }
        let (items, hasMore) = store.page(above: sequence, limit: limit, where: isShown)
        let highest = state.quirks.maxSequenceOfStream ? store.lastSequence : items.last?.sequence ?? sequence
        let rows = items.map(write).joined(separator: ",")
        let envelope = #"{"results":[\#(rows)],"max_sequence":\#(max(highest, sequence)),"has_more":\#(hasMore)}"#
        return .more(hasMore, Self.success(text: envelope))
    }

    /// The documents have been read to their end: now the parents they were waiting for come (quirk 8).
    private func releasingLateParents(_ answer: HTTPResponse) -> HTTPResponse {
        releaseLateParents()
        return answer
    }
}
