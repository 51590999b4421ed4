@testable import BridgeDomain

/// A generator that repeats itself for a seed (SplitMix64), so that a failing test is replayed by its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// An amount written in a test.
func euro(_ text: String) -> Money { money(text, .eur) }

func money(_ text: String, _ currency: Currency) -> Money {
    guard let money = Money(text, currency) else { preconditionFailure("no amount: \(text)") }
    return money
}

func decimal(_ text: String) -> ExactDecimal {
    guard let value = ExactDecimal(text) else { preconditionFailure("no decimal: \(text)") }
    return value
}

func date(_ text: String) -> CalendarDate {
    guard let date = CalendarDate(text) else { preconditionFailure("no date: \(text)") }
    return date
}

func moment(_ text: String) -> Timestamp {
    guard let moment = Timestamp(text) else { preconditionFailure("no moment: \(text)") }
    return moment
}

func currency(_ code: String) -> Currency {
    guard let currency = Currency(code: code) else { preconditionFailure("no currency: \(code)") }
    return currency
}

func country(_ code: String) -> CountryCode {
    guard let country = CountryCode(code) else { preconditionFailure("no country: \(code)") }
    return country
}
