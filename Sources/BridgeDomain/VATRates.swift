/// Which of a country's VAT rates a row is. Of one country and kind, one rate holds at a time.
public enum VATRateKind: String, Hashable, Sendable, Codable, CaseIterable {
    case standard
    /// The reduced rate that flowers and plants fall under, where there is one.
    case reduced
    /// A second reduced rate, for tables that a user extends.
    case reducedSecond = "reduced_second"
    case zero
}

/// A VAT rate of a country and when it holds.
public struct VATRateRow: Hashable, Sendable, Codable {
    public var country: CountryCode
    public var kind: VATRateKind
    /// In percent.
    public var rate: ExactDecimal
    /// The first day of supply it holds for.
    public var from: CalendarDate
    /// The last day, this day included; nil while no end is known. A later active row of the same country and kind ends it as well.
    public var to: CalendarDate?
    /// False for a change that is announced but not law: the row waits to be switched on.
    public var isActive: Bool

    /// A rate and its dates.
    public init(
        country: CountryCode, kind: VATRateKind, rate: ExactDecimal, from: CalendarDate, to: CalendarDate? = nil, isActive: Bool = true
    ) {
        self.country = country
        self.kind = kind
        self.rate = rate
        self.from = from
        self.to = to
        self.isActive = isActive
    }
}

/// The VAT rates that documents may carry, as dated data. The rate follows the day of supply (reference `dutch-finance` §15).
///
/// A value: configuration may replace it whole, add rows, or switch announced ones on.
public struct VATRateTable: Hashable, Sendable, Codable {
    /// All rows, active or not, in any order. At most ``rowsMax``.
    public let rows: [VATRateRow]

    /// More rows than this are refused: every lookup walks them.
    public static let rowsMax = 1000

    /// A table of these rows.
    ///
    /// - Precondition: at most ``rowsMax`` rows.
    public init(rows: [VATRateRow]) {
        precondition(rows.count <= Self.rowsMax, "a table of VAT rates has at most \(Self.rowsMax) rows")
        self.rows = rows
    }

    /// True when `rate` is one of the country's rates for a supply on `date`. Zero is a rate of every country: exempt, shifted, exported.
    public func isValid(_ rate: ExactDecimal, country: CountryCode, on date: CalendarDate) -> Bool {
        rate.isZero || rows.indices.contains { rows[$0].rate == rate && rows[$0].country == country && holds($0, on: date) }
    }

    /// Whether a row is the one of its kind that holds on `date`. Asked of every document, so it makes no list.
    private func holds(_ place: Int, on date: CalendarDate) -> Bool {
        let row = rows[place]
        guard row.isActive, row.from <= date, row.to.map({ date <= $0 }) ?? true else { return false }
        return !rows.indices.contains { other in
            let later = rows[other]
            return later.isActive && later.country == row.country && later.kind == row.kind && later.from <= date
                && (later.from > row.from || later.from == row.from && other < place)
        }
    }

    /// The rows that hold in a country on `date`: of each kind the active row that began last. Cost grows with the number of rows.
    public func rows(of country: CountryCode, on date: CalendarDate) -> [VATRateRow] {
        VATRateKind.allCases.compactMap { kind in
            rows.indices.first { rows[$0].kind == kind && rows[$0].country == country && holds($0, on: date) }.map { rows[$0] }
        }
    }

    /// The rate of a kind in a country on `date`, in percent; nil where there is none.
    public func rate(_ kind: VATRateKind, country: CountryCode, on date: CalendarDate) -> ExactDecimal? {
        rows(of: country, on: date).first { $0.kind == kind }?.rate
    }

    /// True when the table has any row for the country: without one a foreign rate cannot be judged.
    public func knows(_ country: CountryCode) -> Bool { rows.contains { $0.country == country } }

    /// The announced rows: not law, not counted until switched on.
    public var announced: [VATRateRow] { rows.filter { !$0.isActive } }

    /// This table with the announced rows of a country that begin on `from` switched on.
    public func switchingOn(country: CountryCode, from: CalendarDate) -> VATRateTable {
        VATRateTable(
            rows: rows.map { row in
                var row = row
                if row.country == country, row.from == from { row.isActive = true }
                return row
            })
    }
}
