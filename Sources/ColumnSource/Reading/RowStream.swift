import BridgeCSV
import BridgeDomain
import BridgeSource
import BridgeText

/// The records of a file, with its form told from its beginning where the settings leave it open.
struct RowStream {
    /// What the next record came to.
    enum Step {
        case row
        /// A record that cannot be used; the next one can.
        case unusable(CSVError)
        case end
    }

    let csv: CSVReader
    private var bytes: any ByteStream
    /// What was looked at to tell the form, until the reader has it.
    private var sample: ArraySlice<UInt8>

    /// Bytes that the form is told from.
    static let sampleBytes = 64 << 10

    init(_ file: DocumentFile, _ form: FileForm, _ bounds: ColumnBounds) throws(FileRefusal) {
        var (bytes, form) = (file.bytes, form)
        if file.name.lowercased().hasSuffix(".xlsx") {
            let workbook = try Workbook(bytes.readAll(bytesMax: Workbook.bytesMax), sheet: form.sheet)
            bytes = SheetBytes(workbook, form)
            (form.separator, form.encoding) = (.comma, .utf8)
        }
        self.bytes = bytes
        let (sample, isWhole) = try Self.sample(&self.bytes)
        guard !sample.isEmpty else { throw .empty }
        var format = CSVFormat(separator: form.separator ?? .comma, encoding: form.encoding ?? EncodingFinding(sample).encoding)
        if form.separator == nil {
            guard let finding = CSVFinding(sample, isWhole: isWhole) else { throw .empty }
            format.separator = finding.format.separator
        }
        csv = CSVReader(format, bounds: CSVBounds(recordBytesMax: bounds.recordBytesMax, linesMax: bounds.linesMax))
        self.sample = sample[...]
    }

    private static func sample(_ bytes: inout any ByteStream) throws(FileRefusal) -> (bytes: [UInt8], isWhole: Bool) {
        var sample = [UInt8](repeating: 0, count: sampleBytes)
        var filled = 0
        while filled < sample.count {
            let count = try sample.withUnsafeMutableBufferPointer { (buffer) throws(FileRefusal) in
                try bytes.read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]))
            }
            if count == 0 { return (Array(sample[..<filled]), true) }
            filled += count
        }
        return (sample, false)
    }

    mutating func next() throws(FileRefusal) -> Step {
        while true {
            do throws(CSVError) {
                switch try csv.next() {
                case .record: return .row
                case .end: return .end
                case .needsInput: break
                }
            } catch {
                guard error.leavesTheRest else { throw FileRefusal(error.text, line: error.line) }
                return .unusable(error)
            }
            try fill()
        }
    }

    private mutating func fill() throws(FileRefusal) {
        if sample.isEmpty {
            try csv.fill { (buffer) throws(FileRefusal) in try bytes.read(into: buffer) }
        } else {
            csv.fill { buffer in
                let piece = sample.prefix(buffer.count)
                buffer.copyBytes(from: piece)
                sample = sample.dropFirst(piece.count)
                return piece.count
            }
        }
    }
}

extension FileRefusal {
    static let empty = FileRefusal(
        BilingualText(
            nl: "er staat geen enkele regel in; lever het bestand opnieuw aan", en: "there is no line in it; deliver the file again"))
}

extension CSVError {
    /// What is wrong and what to do.
    var text: BilingualText {
        switch kind {
        case .textAfterQuote:
            BilingualText(
                nl: "achter een sluitend aanhalingsteken staat nog tekst; verdubbel aanhalingstekens binnen een veld",
                en: "text stands behind a closing quote; double the quotes within a field")
        case .openQuote:
            BilingualText(
                nl: "een aanhalingsteken wordt niet gesloten; de rest van het bestand is daardoor niet te lezen",
                en: "a quote is not closed; the rest of the file cannot be read for it")
        case .recordTooLong(let bytesMax):
            BilingualText(
                nl: "de regel is langer dan \(bytesMax) bytes; kijk of scheidingsteken en codering kloppen",
                en: "the line is longer than \(bytesMax) bytes; see whether separator and encoding are right")
        case .tooManyFields(let countMax):
            BilingualText(
                nl: "de regel heeft meer dan \(countMax) velden; kijk of het scheidingsteken klopt",
                en: "the line has more than \(countMax) fields; see whether the separator is right")
        case .fieldTooLong(let bytesMax):
            BilingualText(
                nl: "een veld is langer dan \(bytesMax) bytes; kort de tekst in",
                en: "a field is longer than \(bytesMax) bytes; shorten the text")
        case .tooManyLines(let countMax):
            BilingualText(
                nl: "het bestand heeft meer dan \(countMax) regels; lever het in delen aan of verhoog de grens in de instellingen",
                en: "the file has more than \(countMax) lines; deliver it in parts or raise the bound in the settings")
        }
    }
}
