import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Administrations, code lists and control totals (reference freshportal §4).
extension FreshPortalSandbox {
    func administrations(_ request: HTTPRequest) -> HTTPResponse {
        guard request.query.isEmpty else { return Self.refusal(400, "malformed", "No parameters are expected here") }
        let rows = settings.administrations.map { administration -> JSON in
            [
                "code": .string(administration.code), "name": .string(administration.name),
                "kvk": .string(administration.chamberOfCommerce), "vat_number": .string(administration.vatNumber), "currency": "EUR",
                "first_open_period": .string(administration.firstOpenPeriod),
            ]
        }
        return Self.success(["results": .array(rows)])
    }

    func lookup(_ name: String) -> HTTPResponse {
        guard let rows = CodeLists.rows(name) else { return Self.refusal(404, "not_found", "There is no list \(name.prefix(40))") }
        return Self.success(["results": .array(rows)])
    }

    /// Per day, type and currency: what is approved with an invoice date in the range. Drafts and withdrawn documents do not count.
    func controlTotals(_ request: HTTPRequest) -> HTTPResponse {
        switch query(request, ["from", "to", "type", "administration"]) {
        case .failure(let fault): return fault.response
        case .success(let filter):
            guard let from = filter["from"].flatMap({ CalendarDate($0) }), let to = filter["to"].flatMap({ CalendarDate($0) }), from <= to
            else {
                return Self.refusal(400, "malformed", "from and to are dates, in that order", field: "from")
            }
            let counted = state.documents.items.values.filter { document in
                guard let date = CalendarDate(document.invoiceDate), document.status != "draft", document.status != "withdrawn" else {
                    return false
                }
                return (from...to).contains(date) && (filter["type"].map { $0 == document.type } ?? true)
                    && (filter["administration"].map { $0 == document.administration } ?? true)
            }
            let groups = Dictionary(grouping: counted) { TotalKey(date: $0.invoiceDate, type: $0.type, currency: $0.currency) }
            return Self.success(["results": .array(groups.keys.sorted().map { total($0, groups[$0] ?? []) })])
        }
    }

    private struct TotalKey: Hashable, Comparable {
        let date: String
        let type: String
        let currency: String

        static func < (left: TotalKey, right: TotalKey) -> Bool {
            (left.date, left.type, left.currency) < (right.date, right.type, right.currency)
        }
    }

    private func total(_ key: TotalKey, _ documents: [StoredDocument]) -> JSON {
        func sum(_ amount: KeyPath<StoredDocument, Int64>) -> JSON {
            .string(Money(minorUnits: documents.reduce(0) { $0 + $1[keyPath: amount] }, .eur).amountText)
        }
        return [
            "date": .string(key.date), "type": .string(key.type), "currency": .string(key.currency), "documents": .number(documents.count),
            "lines": .number(documents.reduce(0) { $0 + $1.lines }), "net": sum(\.net), "vat": sum(\.vat), "gross": sum(\.gross),
        ]
    }
}

/// The code lists of the environment.
enum CodeLists {
    static func rows(_ name: String) -> [JSON]? {
        switch name {
        case "vat-codes":
            SourceVAT.allCases.map { ["code": .string($0.rawValue), "name": .string($0.name), "rate": .string($0.rate.description)] }
        case "product-groups":
            named([
                ("CUTFLOWER", "Snijbloemen"), ("PLANT", "Planten"), ("DYED", "Geverfde bloemen"), ("HARDWARE", "Hardware en decoratie"),
                (Catalogue.unmappedGroup, "Bloembollen voor zaai (nieuw)"),
            ])
        case "payment-terms": named([7, 14, 30, 45].map { ("\($0)D", "\($0) dagen") })
        case "packaging": named(Catalogue.returnable.map { ($0.code, $0.name) } + Catalogue.oneWay.map { ($0.code, $0.name) })
        case "countries":
            named([
                ("NL", "Nederland"), ("DE", "Duitsland"), ("FR", "Frankrijk"), ("BE", "België"), ("PL", "Polen"),
                ("GB", "Verenigd Koninkrijk"), ("CH", "Zwitserland"), ("NO", "Noorwegen"), ("US", "Verenigde Staten"),
            ])
        case "journals": named([("VRK", "Verkoop"), ("INK", "Inkoop"), ("MEM", "Memoriaal")])
        default: nil
        }
    }

    private static func named(_ rows: [(String, String)]) -> [JSON] { rows.map { ["code": .string($0.0), "name": .string($0.1)] } }
}
