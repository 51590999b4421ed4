import BridgeDomain
import BridgeHash
import BridgeJSON
import FreshPortalSimulator
import Testing

struct TradingDayTests {
    static let date = CalendarDate("2026-11-18") ?? CalendarDate(daysSinceEpoch: 0)
    static let day = TradingDay.make(seed: 42, date: date)

    @Test func `a day has as many documents as asked, in order of approval`() {
        let documents = Array(Self.day.documents)
        #expect(documents.count == 320)
        #expect(documents.filter { $0.kind == .salesInvoice }.count == 300)
        #expect(documents.filter { $0.kind == .creditNote }.count == 20)
        #expect(Set(documents.map(\.id)).count == 320)
    }

    @Test(arguments: [1, 2, 42, 7_777_777] as [UInt64])
    func `every good document adds up to the cent`(seed: UInt64) throws {
        for document in TradingDay.make(seed: seed, date: Self.date).documents where document.brokenness == nil {
            let sums = try Sums(document.json)
            #expect(sums.lines == sums.net, "\(document.number)")
            #expect(sums.summaryVAT == sums.vat, "\(document.number)")
            #expect(sums.net + sums.vat == sums.gross, "\(document.number)")
            #expect(sums.summaryBase == sums.net, "\(document.number)")
            #expect(sums.vatAgreesWithFormula, "\(document.number)")
            #expect(!sums.gross.isNegative, "\(document.number)")
        }
    }

    @Test(arguments: [(80, 6), (80, 8), (100, 10), (150, 15), (600, 60)])
    func `a small day has room for every story, with one credit note to ten invoices`(invoices: Int, creditNotes: Int) {
        for seed in UInt64(0)..<50 {
            let day = TradingDay.make(seed: seed, date: Self.date, invoices: invoices, creditNotes: creditNotes)
            #expect(day.count >= invoices + creditNotes)
        }
    }

    @Test func `the same seed gives the same bytes, another seed others`() {
        func digest(_ seed: UInt64) -> SHA256Digest {
            var hash = SHA256()
            let day = TradingDay.make(seed: seed, date: Self.date)
            for document in day.documents { hash.update(document.json.bytes) }
            for party in day.parties { hash.update(party.json.bytes) }
            return hash.digest
        }
        #expect(digest(1) == digest(1))
        #expect(digest(1) != digest(2))
    }

    @Test func `any document can be made by itself`() {
        let all = Array(Self.day.documents)
        for place in [319, 0, 160, 17] { #expect(Self.day.document(at: place) == all[place]) }
    }

    @Test func `a day of many documents costs no more than the ones looked at`() {
        let large = TradingDay.make(seed: 3, date: Self.date, invoices: 50_000, creditNotes: 3_000, knownCustomers: 2_000)
        #expect(large.count == 53_000)
        #expect(large.document(at: 52_999).json["lines"]?.array?.isEmpty == false)
        #expect(Array(large.documents.prefix(3)).count == 3)
    }

    @Test func `the manifest names one document of each broken kind, at its place`() {
        let manifest = Self.day.manifest
        let broken = Self.day.documents.filter { $0.brokenness != nil }
        #expect(Set(manifest.broken.map(\.brokenness)) == Set(Brokenness.allCases))
        #expect(manifest.broken.map(\.sourceID) == broken.map(\.id))
        #expect(manifest.broken.map(\.number) == broken.map(\.number))
        #expect(manifest.documents == 320)
        #expect(!manifest.nothingToPost.isEmpty)
        #expect(manifest.earlyCreditNotes.count == 2)
    }

    @Test func `a number is unique but for the one that is given out twice`() throws {
        let documents = Array(Self.day.documents)
        let twice = Dictionary(grouping: documents) { "\($0.kind) \($0.number)" }.filter { $0.value.count > 1 }
        let pair = try #require(twice.first?.value)
        #expect(twice.count == 1)
        #expect(pair.map(\.brokenness) == [nil, .numberUsedTwice])
        #expect(pair[0].json["lines"] != pair[1].json["lines"])
    }

    @Test func `credit notes point at good invoices of their customer, and stay within them`() throws {
        let documents = Array(Self.day.documents)
        let invoices = Dictionary(grouping: documents.filter { $0.kind == .salesInvoice && $0.brokenness == nil }, by: \.number)
        var early = 0
        for (place, credit) in documents.enumerated() where credit.kind == .creditNote && credit.brokenness == nil {
            let number = try #require(credit.json["references"]?["original_document"]?.string)
            let original = try #require(invoices[DocumentNumber(number)]?.first)
            let (ours, theirs) = (try Sums(credit.json), try Sums(original.json))
            #expect(credit.json["party"] == original.json["party"])
            #expect(credit.json["vat_treatment"] == original.json["vat_treatment"])
            #expect(ours.gross <= theirs.gross && ours.vat <= theirs.vat)
            #expect(!ours.gross.isZero)
            if let originalPlace = documents.firstIndex(of: original), originalPlace > place { early += 1 }
        }
        #expect(early == 2)
    }

    @Test func `a day shows the trade in its breadth`() throws {
        let documents = Array(Self.day.documents)
        let treatments = Set(documents.compactMap { $0.json["vat_treatment"]?.string })
        #expect(treatments == ["domestic", "eu_supply", "export", "reverse_charge", "mixed", "oss"])
        let currencies = Set(documents.compactMap { $0.json["currency"]?.string })
        #expect(currencies.isSuperset(of: ["EUR", "GBP", "USD", "CHF", "STG"]))
        let lines = documents.compactMap { $0.json["lines"]?.array }
        let kinds = Set(lines.joined().compactMap { $0["kind"]?.string })
        #expect(
            kinds.isSuperset(of: [
                "product", "transport", "packaging_sale", "packaging_deposit", "packaging_return", "packaging_rental", "discount",
                "surcharge",
                "advance", "service",
            ]))
        #expect(lines.joined().contains { $0["vat_code"] == .null && $0["kind"] == "transport" })
        #expect(documents.contains { ($0.json["references"]?["collective_of"]?.array?.count ?? 0) > 1 })
        let counts = lines.map(\.count).sorted()
        #expect((7...10).contains(counts[counts.count / 2]), "median \(counts[counts.count / 2])")
    }

    @Test func `every customer of a good document is delivered`() {
        let delivered = Set(Self.day.parties.map(\.code.text))
        for document in Self.day.documents where document.brokenness != .unknownCustomer {
            #expect(delivered.contains(document.json["party"]?["code"]?.string ?? ""), "\(document.number)")
        }
        #expect(Self.day.parties.filter(\.isNew).count == 8)
        #expect(Set(Self.day.parties.map(\.code)).count == Self.day.parties.count)
        #expect(Set(Self.day.parties.filter { $0.kind == .debtor }.compactMap { $0.json["name"]?.string }).count > 60)
    }
}

/// What a document of the day adds up to, from its JSON alone.
private struct Sums {
    var lines: Money
    var net: Money
    var vat: Money
    var gross: Money
    var summaryBase: Money
    var summaryVAT: Money
    var vatAgreesWithFormula: Bool

    init(_ json: JSON) throws {
        let currency = try #require(json["currency"]?.string.flatMap { Currency(code: $0) })
        func money(_ value: JSON?) throws -> Money { try #require(value?.string.flatMap { Money($0, currency) }) }
        func total(_ name: String, _ member: String) throws -> Money {
            try (json[name]?.array ?? []).reduce(Money.zero(currency)) { $0 + (try money($1[member])) }
        }
        lines = try total("lines", "net")
        summaryBase = try total("vat_summary", "base")
        summaryVAT = try total("vat_summary", "vat")
        net = try money(json["totals"]?["net"])
        vat = try money(json["totals"]?["vat"])
        gross = try money(json["totals"]?["gross"])
        vatAgreesWithFormula = try (json["vat_summary"]?.array ?? []).allSatisfy { row in
            let rate = try #require(row["rate"]?.decimal)
            return try money(row["base"]).percentage(rate) == money(row["vat"])
        }
    }
}
