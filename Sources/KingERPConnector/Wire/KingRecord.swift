import BridgeDomain
import BridgeXML

/// A record of King: elements with values, and records in it. The order of elements is free (reference king §7); ours is that of its tables.
struct KingRecord: Sendable {
    let name: StaticString
    /// The number of the line it stands for, in problems.
    let line: Int?
    private(set) var values: [(field: KingField, value: String)] = []
    private(set) var records: [KingRecord] = []

    init(_ name: StaticString, line: Int? = nil) {
        self.name = name
        self.line = line
    }

    /// Puts a value in; nothing where there is none.
    mutating func put(_ field: KingField, _ value: String?) {
        if let value, !value.isEmpty { values.append((field, value)) }
    }

    mutating func put(_ field: KingField, _ value: Bool) { put(field, value ? "true" : "false") }

    /// Puts a text in, cut to what its field takes.
    mutating func put(cut field: KingField, _ value: String?) {
        guard case .text(let length) = field.kind else { return put(field, value) }
        put(field, value.map { KingField.cut($0, to: length) })
    }

    /// Puts a text in where its field takes it whole, for what would be wrong when cut.
    mutating func put(whole field: KingField, _ value: String?) {
        if let value, field.problem(value, line: line) == nil { put(field, value) }
    }

    mutating func put(_ record: KingRecord) { records.append(record) }

    /// Whatever does not fit, in this record and those in it.
    var problems: [Problem] { values.compactMap { $0.field.problem($0.value, line: line) } + records.flatMap(\.problems) }

    /// Its markup, without a declaration.
    var bytes: [UInt8] {
        var writer = XMLWriter(continuing: [])
        write(to: &writer)
        return writer.bytes
    }

    /// Its markup as a text of its own.
    var document: [UInt8] {
        var writer = XMLWriter()
        write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout XMLWriter) {
        writer.element(name) { writer in
            for (field, value) in values { writer.element(field.name, text: value) }
            for record in records { record.write(to: &writer) }
        }
    }
}
