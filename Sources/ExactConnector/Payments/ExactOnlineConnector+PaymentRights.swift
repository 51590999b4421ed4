public import BridgeConnector
public import BridgeDomain
import BridgeHTTP

/// What the consenting user may not read although payments are to come back.
public struct ExactMissingRight: Hashable, Sendable {
    /// The endpoint that is refused, as the reference names it.
    public var endpoint: String
    /// What to change in Exact Online.
    public var text: BilingualText
}

extension ExactOnlineConnector {
    /// What reading payments asks, and where in Exact Online its user gets the right for it.
    private static let paymentReads: [(endpoint: String, field: String, right: BilingualText)] = [
        ("sync/Cashflow/PaymentTerms", "ID", BilingualText(nl: "cashflow", en: "cash flow")),
        ("cashflow/Receivables", "ID", BilingualText(nl: "openstaande posten van debiteuren", en: "receivables")),
        ("cashflow/Payments", "ID", BilingualText(nl: "openstaande posten van crediteuren", en: "payables")),
        ("sync/Deleted", "EntityKey", BilingualText(nl: "verwijderde gegevens (sync)", en: "deleted data (sync)")),
    ]

    /// Tries every read that payments need; one call each, of one row at most. Empty when all are allowed.
    public func missingPaymentRights() async throws(ConnectorError) -> [ExactMissingRight] {
        var missing: [ExactMissingRight] = []
        for (endpoint, field, right) in Self.paymentReads {
            // Of a stream nothing is asked for: rows after the last version there can be.
            let few = endpoint.hasPrefix("sync/") ? ("$filter", ExactFilter.after(.max)) : ("$top", "1")
            var call = get(endpoint, [few, ("$select", field)])
            call.alsoAccepts = [403]
            guard try await client.perform(call).status == 403 else { continue }
            missing.append(
                ExactMissingRight(
                    endpoint: endpoint,
                    text: BilingualText(
                        nl:
                            "de gebruiker die toestemming gaf, mag \(right.dutch) niet lezen (\(endpoint)): geef in Exact Online het recht op Cashflow, of zet payments_back uit",
                        en:
                            "the user who gave consent may not read \(right.english) (\(endpoint)): grant the right to Cash flow in Exact Online, or turn payments_back off"
                    )))
        }
        return missing
    }
}
