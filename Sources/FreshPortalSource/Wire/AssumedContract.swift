import BridgeDomain

/// What is assumed beyond the assumed contract `finance/v1` (reference freshportal §4), all in one place, to be checked first
/// when Fresh Portal B.V. publishes the real one.
///
/// | Assumption | Why it is needed |
/// |---|---|
/// | line `kind` may be `advance` | advance and final invoices (dutch-finance S34a, S34b) |
/// | `customs_value` `{amount, currency}` on a purchase, in EUR | import VAT is due on it, not on the invoice (P05) |
/// | `vat_treatment` may be `eu_acquisition` or `import_article_23` on a purchase | boxes 4b and 4a (P04, P05) |
/// | a line may carry `vat_treatment` and `cost_unit` | mixed documents; cost units exist in all three targets |
/// | `vat_code: null` on a transport, surcharge, discount or packaging line | the charge is spread over the rates of the goods (S04) |
/// | a `text` line, or any line of 0.00, may leave `vat_code` out | there is nothing to tax |
/// | `type: journal` carries `journal`, `period`, `date`, `description`, `currency` (EUR when left out) beside the usual head, and its lines `no`, `description`, `cost_unit` | §4.3 gives only the posting itself |
/// | a ledger line with `party_code` says in `party_kind` whether it is a `customer` or a `supplier` | one code may be both; a side is never guessed |
/// | `status` may be `draft`, `approved`, `corrected`, `exported`, `posted`, `partly_paid`, `paid`, `credited`, `withdrawn` | the life of §5; drafts are ignored, `withdrawn` withdraws, all others count as approved |
/// | `invoice_to`, when filled, equals `party.id` | a document that is to be paid by someone else names that one as its party; otherwise it is parked |
/// | `max_sequence` of a page may be the highest of the page or of the whole stream | both read safely: see ``PageEnvelope`` |
/// | `merged_into` holds the code (not the id) of the party that lives on | `Party.mergedInto` is a code, and a reader has no map from ids |
/// | lists without pages answer `{"results": […]}` | §4 shows the envelope only for pages |
/// | rows of `/lookups/…` are `code`, `name`, and `rate` for VAT codes | not shown in §4 |
/// | rows of `/control-totals` are `date`, `type`, `currency`, `documents`, `lines`, `net`, `vat`, `gross` | §4 names them in words |
/// | rows of `/administrations` are `code`, `name`, `kvk`, `vat_number`, `currency`, `first_open_period` | §4 names them in words |
/// | amounts of `POST /payments` count from the party's side: what lowers an invoice is positive, what raises it is negative, a credit note is below zero to begin with | §4.4 shows receipts only |
/// | `amount` is the sum of the allocations and `unallocated` | §4.4 shows one example |
/// | several messages with one `payment_id` and keys of their own add up: money allocated later, a payment deleted in the books | §4.4 has no way to change a payment |
/// | `document` is the number alone; sign and amounts tell an invoice from a credit note of the same number | §4.4 shows it so |
/// | a payment to a supplier is a `receipt` of it, a payment difference a `write_off` | §4.4 has no words for them |
enum AssumedContract {
    /// Lines a document may have (§4.1).
    static let linesMax = 2_000
    /// Rows a page may have (§4).
    static let pageMax = 1_000
    /// Orders, delivery notes or originals one document may name.
    static let referencesMax = 2_000
    /// Rows of a code list or of control totals.
    static let listMax = 100_000
    /// Seconds a webhook may be old or early (§4.5).
    static let webhookTolerance: Int64 = 300
}

/// Where a document stands in FreshPortal (reference freshportal §5).
enum WireStatus: String, CaseIterable {
    case draft, approved, corrected, exported, posted
    case partlyPaid = "partly_paid"
    case paid, credited, withdrawn
}

/// How an exchange rate is to be read. The contract knows one direction; the other would have to be inverted, which is not exact.
enum WireRateDirection: String, CaseIterable {
    case documentPerEuro = "document_per_eur"
}

/// The two kinds of party as FreshPortal names them.
enum WirePartyKind: String, CaseIterable {
    case customer, supplier

    var kind: PartyKind { self == .customer ? .debtor : .creditor }
}
