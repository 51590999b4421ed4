/// Every kind of problem a document, party or posting can have. The raw value is a promise: it stands in the journal and in answers.
public enum ProblemCode: String, Hashable, Sendable, Codable, CaseIterable {
    case malformed
    case fieldMissing = "field_missing"
    case fieldUnknown = "field_unknown"
    case amountDecimals = "amount_decimals"
    case valueUnknown = "value_unknown"
    case lineNetMismatch = "line_net_mismatch"
    case netMismatch = "net_mismatch"
    case vatMismatch = "vat_mismatch"
    case grossMismatch = "gross_mismatch"
    case vatBaseMismatch = "vat_base_mismatch"
    case vatOutsideTolerance = "vat_outside_tolerance"
    case vatCodeUnknown = "vat_code_unknown"
    case vatRateNotValid = "vat_rate_not_valid"
    case originalMissing = "original_missing"
    case originalUnknown = "original_unknown"
    case creditExceedsOriginal = "credit_exceeds_original"
    case vatNumberMissing = "vat_number_missing"
    case vatNumberInvalid = "vat_number_invalid"
    case vatNumberOwnCountry = "vat_number_own_country"
    case deliveryNotAbroad = "delivery_not_abroad"
    case numberWithOtherContent = "number_with_other_content"
    case correctionAfterPosting = "correction_after_posting"
    case partyUnknown = "party_unknown"
    case partyBlocked = "party_blocked"
    case partyIncomplete = "party_incomplete"
    case partyMatchProposed = "party_match_proposed"
    case partyCreationRefused = "party_creation_refused"
    case currencyUnknown = "currency_unknown"
    case exchangeRateMissing = "exchange_rate_missing"
    case dateOrder = "date_order"
    case negativeInvoice = "negative_invoice"
    case negativeCredit = "negative_credit"
    case tooManyLines = "too_many_lines"
    case noLines = "no_lines"
    case beforeFirstDate = "before_first_date"
    case periodClosed = "period_closed"
    case periodUnknown = "period_unknown"
    case depositBelowZero = "deposit_below_zero"
    case accountUnmapped = "account_unmapped"
    case vatUnmapped = "vat_unmapped"
    case daybookUnmapped = "daybook_unmapped"
    case collectiveAccountUnmapped = "collective_account_unmapped"
    case partyNumberUnmapped = "party_number_unmapped"
    case notBalanced = "not_balanced"
    case textTooLong = "text_too_long"
    case ibanInvalid = "iban_invalid"
    case glnInvalid = "gln_invalid"
    case chamberOfCommerceInvalid = "chamber_of_commerce_invalid"
    case countryUnknown = "country_unknown"
    case targetRejected = "target_rejected"
    case targetCodeUnknown = "target_code_unknown"
    case targetCodeBlocked = "target_code_blocked"
    case targetVATDiffers = "target_vat_differs"
    case targetFieldMissing = "target_field_missing"
    case targetNotAllowed = "target_not_allowed"
    case partyRoleMissing = "party_role_missing"
    case foreignEntry = "foreign_entry"
    case bookedDiffers = "booked_differs"
    case bookedMissing = "booked_missing"
    case attemptsExhausted = "attempts_exhausted"
    case withdrawnAtSource = "withdrawn_at_source"
    case currencyDiffers = "currency_differs"
    case amountTooLarge = "amount_too_large"
    case decimalsTooMany = "decimals_too_many"
    case valueOutOfRange = "value_out_of_range"
    case textBeyondLimit = "text_beyond_limit"
    case exchangeRateNotOne = "exchange_rate_not_one"
    case exchangeRateSuspicious = "exchange_rate_suspicious"
    case vatRateContradictsTreatment = "vat_rate_contradicts_treatment"
    case selfAssessedVATPrinted = "self_assessed_vat_printed"
    case vatNumberNotEU = "vat_number_not_eu"
    case deliveryOutsideEU = "delivery_outside_eu"
    case deliveryInsideEU = "delivery_inside_eu"
    case ledgerLineSides = "ledger_line_sides"
    case payableMismatch = "payable_mismatch"
    case packagingPolicyDiffers = "packaging_policy_differs"
    case referenceTooLong = "reference_too_long"
    case parkedByRule = "parked_by_rule"
    /// The source delivered a document of which a part points at something that never came.
    case sourceRowMissing = "source_row_missing"
    case vatNotPrinted = "vat_not_printed"
    /// A payment is on an item that is none of our documents.
    case settlementItemUnknown = "settlement_item_unknown"
    case settlementCurrencyDiffers = "settlement_currency_differs"
    /// More is settled than was invoiced, or more taken back than was settled.
    case settlementBeyondItem = "settlement_beyond_item"
    /// The books no longer hold the entry of a document that has payments.
    case openItemGone = "open_item_gone"
    /// The books say that something else is open than the payments leave.
    case openItemDiffers = "open_item_differs"
    /// A credit note stands in the books, and they do not say which invoice it takes back.
    case creditLinkMissing = "credit_link_missing"
    /// The relation a party is linked to was deleted in the books.
    case partyGoneInBooks = "party_gone_in_books"
    /// The relation a party is linked to was blocked in the books.
    case partyBlockedInBooks = "party_blocked_in_books"

    /// Whether the problem stops a document, unless its finder says otherwise.
    public var severity: Severity {
        switch self {
        case .lineNetMismatch, .vatOutsideTolerance, .dateOrder, .depositBelowZero, .textTooLong,
            .ibanInvalid, .glnInvalid, .chamberOfCommerceInvalid, .exchangeRateSuspicious, .payableMismatch, .packagingPolicyDiffers,
            .settlementItemUnknown:
            .warning
        default: .error
        }
    }

    /// True where mending one value helps every document that waits for it, so that the value is the cause: a code without a rule, a closed period.
    /// Elsewhere what was found is each document's own, an amount above all, and the kind of problem is the cause.
    public var isOneCausePerValue: Bool {
        switch self {
        case .accountUnmapped, .vatUnmapped, .daybookUnmapped, .collectiveAccountUnmapped, .partyNumberUnmapped, .vatCodeUnknown,
            .partyUnknown, .partyBlocked, .partyCreationRefused, .periodClosed, .periodUnknown, .currencyUnknown, .countryUnknown,
            .targetRejected, .targetCodeUnknown, .targetCodeBlocked, .targetVATDiffers, .targetFieldMissing, .targetNotAllowed,
            .partyBlockedInBooks, .partyGoneInBooks, .partyRoleMissing:
            true
        default: false
        }
    }
}
