import BridgeDomain

/// Which document stands where in the day's stream: decided once, so that any document can be made by itself afterwards.
///
/// Costs a few words a document; the documents themselves are made only when asked for.
struct DayPlan: Sendable {
    /// What an invoice is made for, where it is not an ordinary sale.
    enum Special: Sendable, Hashable {
        case collective, spreadTransport, reverseCharge, mixedService, consumer, freeReplacement, advance, finalWithAdvance
        case documentDiscount, creditRestriction, trolleyRental
        case broken(Brokenness)

        /// How many in a thousand invoices; at least one of each on any day.
        static let shares: [(special: Special, perMille: Int)] = [
            (.collective, 20), (.spreadTransport, 60), (.reverseCharge, 8), (.mixedService, 8), (.consumer, 10), (.freeReplacement, 3),
            (.advance, 4), (.finalWithAdvance, 4), (.documentDiscount, 20), (.creditRestriction, 12), (.trolleyRental, 25),
        ]
    }

    /// How a credit note takes back.
    enum Credit: Sendable, Hashable {
        case full, claim, packaging
        case broken(Brokenness)
    }

    /// A place in the stream.
    enum Slot: Sendable, Hashable {
        case invoice(Int)
        case credit(Int)
    }

    let slots: [Slot]
    let specials: [Int: Special]
    let credits: [Credit]
    /// The invoice each credit note takes back, by its place among the invoices.
    let originals: [Int]
    /// Credit notes that stand before their invoice in the stream.
    let early: Set<Int>
    /// The first so many invoices are of the day before.
    let invoicesOfYesterday: Int

    /// Below this there is no room for the broken ones and their originals.
    static let invoicesMin = 80
    static let creditNotesMin = 6

    init(seed: UInt64, invoices: Int, creditNotes: Int, brokenPerKind: Int) {
        precondition(invoices >= Self.invoicesMin && creditNotes >= Self.creditNotesMin && creditNotes * 6 <= invoices)
        var random = SeededGenerator(seed: seed, purpose: 3, index: 0)
        invoicesOfYesterday = max(4, invoices * 4 / 100)
        let specials = Self.specials(invoices, brokenPerKind, after: invoicesOfYesterday, &random)
        let ordinary = random.shuffled((0..<invoices).filter { specials[$0] == nil })
        let lateInvoices = ordinary.filter { $0 >= invoices - invoices / 10 }.sorted()
        let credits = Self.credits(creditNotes, brokenPerKind, &random)
        // The first two credit notes come early: their invoices are among the last of the day, they themselves in the middle. The next two
        // take back invoices of yesterday; the first of those is left alone, because its number is given out twice.
        let early = Array(lateInvoices.suffix(2))
        let yesterdays = Array(1...2)
        let firstHalf = invoicesOfYesterday..<invoices / 2
        let others = ordinary.filter { firstHalf.contains($0) }
        precondition(others.count >= creditNotes, "there are enough ordinary invoices in the first half of the day to credit")
        originals = early + yesterdays + others.prefix(creditNotes - early.count - yesterdays.count)
        self.early = Set(early.indices)
        self.specials = specials
        self.credits = credits
        slots = Self.slots(invoices, creditNotes)
    }

    /// Specials at drawn places, none of them among yesterday's invoices or the last tenth of the day.
    private static func specials(_ invoices: Int, _ brokenPerKind: Int, after first: Int, _ random: inout SeededGenerator) -> [Int: Special]
    {
        var wanted = Special.shares.flatMap { special, perMille in
            Array(repeating: special, count: max(1, invoices * perMille / 1000))
        }
        for brokenness in Brokenness.allCases where !brokenness.isCredit {
            wanted += Array(repeating: .broken(brokenness), count: brokenPerKind)
        }
        let places = random.shuffled(Array(first..<invoices - invoices / 10))
        precondition(places.count > wanted.count, "a day has more ordinary invoices than special ones")
        return Dictionary(uniqueKeysWithValues: zip(places, wanted))
    }

    /// The first two are whole credits of good invoices, so that the early ones are plain.
    private static func credits(_ count: Int, _ brokenPerKind: Int, _ random: inout SeededGenerator) -> [Credit] {
        var credits: [Credit] = [.full, .claim]
        var broken = Brokenness.allCases.filter(\.isCredit).flatMap { Array(repeating: Credit.broken($0), count: brokenPerKind) }
        broken = Array(broken.prefix(count - credits.count))
        while credits.count < count - broken.count {
            let ticket = random.below(100)
            credits.append(ticket < 30 ? .full : ticket < 75 ? .claim : .packaging)
        }
        return credits + broken
    }

    /// Invoices in their order, credit notes spread over the second half: after every original but those of the early two.
    private static func slots(_ invoices: Int, _ creditNotes: Int) -> [Slot] {
        var slots: [Slot] = []
        slots.reserveCapacity(invoices + creditNotes)
        var credit = 0
        for invoice in 0..<invoices {
            slots.append(.invoice(invoice))
            let passed = invoice - invoices / 2 + 1
            while credit < creditNotes, passed > 0, passed * creditNotes >= (credit + 1) * (invoices / 2 - invoices / 10) {
                slots.append(.credit(credit))
                credit += 1
            }
        }
        while credit < creditNotes {
            slots.append(.credit(credit))
            credit += 1
        }
        return slots
    }
}
