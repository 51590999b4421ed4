import BridgeText

/// What the beginning of a file tells about its form.
public struct CSVFinding: Hashable, Sendable {
    public var format: CSVFormat
    /// Whether the bytes leave no choice of encoding.
    public var isEncodingCertain: Bool
    /// Separators that give as even a table as the chosen one; empty when the choice is clear.
    public var otherSeparators: [CSVFormat.Separator]
    /// The first records, at most ``recordsMax``; a record cut off at the end of the sample is left out.
    public var records: [[String]]

    /// How many records are looked at.
    public static let recordsMax = 1_000

    /// Looks at the beginning of a file; `isWhole` says that nothing follows. nil when there is no record in it, or none that can be read.
    ///
    /// The separator is the one that gives the most records as many fields as the first record has, and more than one; of several such, the
    /// one with the most fields.
    public init?(_ sample: some Collection<UInt8>, isWhole: Bool) {
        let bytes = Array(sample)
        let encoding = EncodingFinding(bytes)
        let tables = CSVFormat.Separator.allCases.compactMap { separator -> Table? in
            Table(bytes, CSVFormat(separator: separator, encoding: encoding.encoding), isWhole: isWhole)
        }
        guard let best = tables.max(by: { $0.worth < $1.worth }) else { return nil }
        format = best.format
        isEncodingCertain = encoding.isCertain
        otherSeparators = tables.filter { $0.format != best.format && $0.worth == best.worth }.map(\.format.separator)
        records = best.records
    }

    /// The sample as one separator cuts it.
    private struct Table {
        let format: CSVFormat
        let records: [[String]]

        /// Even records in a thousand, then fields.
        var worth: (Int, Int) {
            guard let width = records.first?.count, width > 1 else { return (0, 0) }
            return (records.count { $0.count == width } * 1000 / records.count, width)
        }

        init?(_ bytes: [UInt8], _ format: CSVFormat, isWhole: Bool) {
            self.format = format
            let reader = CSVReader(format)
            var rest = bytes[...]
            var records: [[String]] = []
            reading: while records.count < CSVFinding.recordsMax {
                do throws(CSVError) {
                    switch try reader.next() {
                    case .record: records.append(reader.texts)
                    case .end: break reading
                    case .needsInput:
                        if rest.isEmpty, !isWhole { break reading }
                        reader.fill { buffer in
                            let next = rest.prefix(buffer.count)
                            buffer.copyBytes(from: next)
                            rest = rest.dropFirst(next.count)
                            return next.count
                        }
                    }
                } catch {
                    if !error.leavesTheRest { break reading }
                }
            }
            guard !records.isEmpty else { return nil }
            self.records = records
        }
    }
}
