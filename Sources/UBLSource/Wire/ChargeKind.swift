import BridgeDomain

extension LineKind {
    /// What a charge on the document is, by its reason code (UNTDID 7161); a surcharge when the code says nothing of use.
    init(chargeReason code: String?) {
        switch code?.uppercased() {
        // Rush delivery, direct delivery, cartage, delivery, freight equalisation, freight extraordinary handling, freight service, inside
        // delivery, shipping and handling.
        case "AAT", "ADZ", "CAB", "DL", "FAB", "FAC", "FC", "ID", "SAA": self = .transport
        // Additional packaging, carton packing, polyethylene wrap packing, packing, palletising, repacking, special packaging.
        case "ABL", "ABS", "ABU", "PC", "PL", "RAB", "SAD": self = .packagingSale
        default: self = .surcharge
        }
    }
}
