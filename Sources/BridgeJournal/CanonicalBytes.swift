import BridgeDomain

/// Values as bytes in one form that never changes, for hashes that must still fit in ten years.
///
/// - whole numbers: 8 bytes, big-endian two's complement;
/// - text: 4 bytes big-endian length, then UTF-8; text that is absent: `FF FF FF FF`;
/// - lists: 4 bytes big-endian count, then the elements;
/// - money: the minor units as a whole number, then the currency's code as text; absent money: absent text alone.
///
/// Every part carries its length, so no two different values have the same bytes.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Bytes as they are: only for parts of fixed length.
    mutating func raw(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    mutating func number(_ value: Int64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func count(_ value: Int) {
        withUnsafeBytes(of: UInt32(clamping: value).bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ value: String?) {
        guard let value else {
            count(Int(UInt32.max))
            return
        }
        count(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func money(_ value: Money?) {
        guard let value else {
            text(nil)
            return
        }
        number(value.minorUnits)
        text(value.currency.code)
    }
}
