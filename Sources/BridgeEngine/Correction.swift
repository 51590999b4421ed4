import BridgeDomain
import BridgeJournal
import BridgeSource

// What takes the place of what, where a source counts no versions.
extension SourceDocument {
    /// With the version it is beside what is known, where its source counts none: that of the kept text that says the same; one more than
    /// the newest, when that could not be booked as it stood; else the newest's, so that it is set apart.
    ///
    /// A file that was refused is mended and comes again under the same number: that is the correction, not a second invoice. Of content that
    /// may still be booked, or was, nobody knows which of the two is meant (decision 4).
    func numbered(beside known: PostingRecord?, _ versions: [Int: KeptVersion], hash: String) -> SourceDocument {
        guard !countsVersions, let known, known.sourceID == sourceID, let newest = versions.keys.max() else { return self }
        let same = versions.keys.filter { versions[$0]?.says(with(version: $0), hash: hash) ?? false }.max()
        return with(version: same ?? (known.awaitsCorrection(of: versions[newest]) ? newest + 1 : newest))
    }

    private func with(version: Int) -> SourceDocument {
        var item = self
        item.version = version
        item.document?.version = version
        return item
    }
}

extension PostingRecord {
    /// True where nothing of the kept content was booked, and nothing can come of it: it could not be read, contradicts itself, or the books
    /// refused it.
    fileprivate func awaitsCorrection(of kept: KeptVersion?) -> Bool {
        switch state {
        case .rejected: true
        case .parked: kept?.document == nil || problems.contains { $0.severity == .error && Self.ofContent.contains($0.code) }
        case .held, .ready, .inFlight, .outcomeUnknown, .booked, .withdrawn, .nothingToPost: false
        }
    }

    /// What only other content mends; no rule, link or setting of ours does.
    private static let ofContent: Set<ProblemCode> = [
        .malformed, .fieldMissing, .fieldUnknown, .valueUnknown, .valueOutOfRange, .amountDecimals, .amountTooLarge, .decimalsTooMany,
        .netMismatch, .vatMismatch, .grossMismatch, .vatBaseMismatch, .payableMismatch, .vatNotPrinted, .vatRateNotValid,
        .vatRateContradictsTreatment, .currencyDiffers, .dateOrder, .negativeInvoice, .negativeCredit, .noLines, .tooManyLines,
        .originalMissing,
    ]
}
