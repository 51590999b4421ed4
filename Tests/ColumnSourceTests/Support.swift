import BridgeDomain
import BridgeSource
import ColumnSource
import Glibc
import Testing

/// The bytes of a file beside the tests or of the examples.
func bytes(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "re"), "\(path) is not there")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
        let count = fread(&piece, 1, piece.count, file)
        if count == 0 { return bytes }
        bytes += piece[..<count]
    }
}

/// The root of the package.
private let root = String(#filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" })

func example(_ name: String) throws -> [UInt8] { try bytes("\(root)/Examples/\(name)") }

enum Retail {
    static let days = [
        "2010-12-01", "2011-02-14", "2011-03-08", "2011-05-06", "2011-08-18", "2011-10-20", "2011-11-14", "2011-12-05",
    ]

    static func file(_ day: String) throws -> [UInt8] { try bytes("\(root)/Tests/ColumnSourceTests/Fixtures/retail/\(day).csv") }
}

/// Everything a file gives.
struct Reading {
    var documents: [SourceDocument] = []
    var parties: [SourceParty] = []
    var rejected: [RejectedPlace] = []
    var ruled: [RuledPlace] = []
    var refusal: FileRefusal?

    /// Documents that could be read.
    var read: [Document] { documents.compactMap(\.document) }
    var problems: [Problem] { documents.flatMap(\.problems) }
}

func reader(_ yaml: some Sequence<UInt8>) throws -> ColumnReader { ColumnReader(try ColumnSettings(yaml: yaml), administration: "NL01") }

func reader(_ yaml: String) throws -> ColumnReader { try reader(Array(yaml.utf8)) }

func read(_ file: some Sequence<UInt8>, _ reader: ColumnReader, _ stream: FileStream = .documents) -> Reading {
    var result = Reading()
    do throws(FileRefusal) {
        var reading = try reader.open(DocumentFile(name: "file.csv", bytes: MemoryBytes(file)), for: stream)
        while let item = try reading.next() {
            switch item {
            case .document(let document): result.documents.append(document)
            case .party(let party): result.parties.append(party)
            case .rejected(let place): result.rejected.append(place)
            case .ruled(let place): result.ruled.append(place)
            }
        }
    } catch {
        result.refusal = error
    }
    return result
}

func read(_ file: String, _ reader: ColumnReader, _ stream: FileStream = .documents) -> Reading { read(Array(file.utf8), reader, stream) }
