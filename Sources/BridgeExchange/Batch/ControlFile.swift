import BridgeDomain
import BridgeJSON

/// The companion of a batch: what is in it, so that whoever imports can see that everything arrived and what it adds up to.
///
/// Amounts are in the currency of the books. VAT is counted as the documents are: a sales invoice positive, its credit note negative.
struct ControlFile {
    let number: Int
    let system: String
    let madeAt: Timestamp
    private var files: [JSON] = []
    private var sums = Sums()

    init(number: Int, system: String, madeAt: Timestamp) {
        self.number = number
        self.system = system
        self.madeAt = madeAt
    }

    mutating func add(_ file: BatchFile, _ entries: [Entry]) {
        var own = Sums()
        for entry in entries {
            own.add(entry)
            sums.add(entry)
        }
        files.append(
            .object(
                [
                    .init("name", .string(file.name)), .init("bytes", .number(file.bytes)), .init("sha256", .string(file.hash)),
                    .init("rows", .number(file.rows)),
                ] + own.members))
    }

    var content: [UInt8] {
        let json = JSON.object(
            [.init("batch", .number(number)), .init("system", .string(system)), .init("made_at", .string(madeAt.description))]
                + sums.members + [.init("files", .array(files))])
        return json.bytes + [UInt8(ascii: "\n")]
    }

    /// What entries add up to.
    private struct Sums {
        private var entries = 0
        private var first: String?
        private var last: String?
        private var debit: Money?
        private var credit: Money?
        private var codes: [String: (net: Money, vat: Money)] = [:]

        mutating func add(_ entry: Entry) {
            entries += 1
            first = first ?? entry.document.number.text
            last = entry.document.number.text
            let sign: Int64 = entry.document.kind.isSale ? -1 : 1
            for line in entry.lines {
                let amount = line.bookAmount
                let zero = Money.zero(amount.currency)
                debit = (debit ?? zero) + (amount.isNegative ? zero : amount)
                credit = (credit ?? zero) + (amount.isNegative ? -amount : zero)
                guard line.role != .party, let code = line.vatCode?.text else { continue }
                var sum = codes[code] ?? (zero, zero)
                let signed = Money(minorUnits: sign * amount.minorUnits, amount.currency)
                if line.role == .vat { sum.vat += signed } else { sum.net += signed }
                codes[code] = sum
            }
        }

        var members: [JSON.Member] {
            let vat = codes.sorted { $0.key < $1.key }.map { code, sum -> JSON in
                [
                    "code": .string(code), "net": .string(sum.net.amountText), "vat": .string(sum.vat.amountText),
                ]
            }
            return [
                .init("entries", .number(entries)), .init("first", .string(first ?? "")), .init("last", .string(last ?? "")),
                .init("currency", .string(debit?.currency.code ?? "")), .init("debit", .string(debit?.amountText ?? "0")),
                .init("credit", .string(credit?.amountText ?? "0")), .init("vat", .array(vat)),
            ]
        }
    }
}
