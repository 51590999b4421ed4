import BridgeJSON

/// Bodies as a trade system sends them.
enum Bodies {
    /// An invoice of a florist over two rates.
    static func invoice(_ number: String = "2026-1", id: String? = nil, administration: String = "NL01", version: Int = 1) -> JSON {
        [
            "id": .string(id ?? "id-\(number)"), "administration": .string(administration), "type": "sales_invoice",
            "number": .string(number), "version": .number(version), "invoice_date": "2026-11-18", "supply_date": "2026-11-18",
            "due_date": "2026-12-18", "currency": "EUR", "party": ["code": "C0412", "id": "12"], "vat_treatment": "domestic",
            "lines": [
                [
                    "no": 1, "kind": "product", "description": "Rosa Red Naomi 60", "product_group": "CUT", "quantity": "400",
                    "unit": "stem", "unit_price": "0.25", "net": "100.00", "vat_code": "L", "vat_rate": "9",
                ],
                ["no": 2, "kind": "service", "description": "Hoezen", "net": .number("10.00"), "vat_code": "H", "vat_rate": "21"],
            ],
            "vat_summary": [
                ["vat_code": "L", "rate": "9", "base": "100.00", "vat": "9.00"],
                ["vat_code": "H", "rate": "21", "base": "10.00", "vat": "2.10"],
            ], "totals": ["net": "110.00", "vat": "11.10", "gross": "121.10"],
        ]
    }

    static func party(_ code: String = "C0412") -> JSON {
        [
            "kind": "debtor", "code": .string(code), "id": "12", "name": "Bloemenhuis De Tulp", "country": "NL", "currency": "EUR",
            "payment_term_days": 30, "billing_address": ["street": "Dorpsstraat", "number": "12", "city": "Aalsmeer"],
        ]
    }

    static let ledgerPosting: JSON = [
        "id": "j-1", "administration": "NL01", "type": "journal", "number": "M-1", "version": 1, "invoice_date": "2026-11-18",
        "currency": "EUR", "daybook": "90", "period": "2026-11",
        "ledger_lines": [
            ["no": 1, "account": "4000", "debit": "12.50"],
            ["no": 2, "account": "1600", "credit": "12.50", "party_kind": "creditor", "party_code": "S1", "description": "Rent"],
        ],
    ]

    static func withdrawal(_ number: String, version: Int) -> JSON {
        [
            "id": .string("id-\(number)"), "administration": "NL01", "type": "sales_invoice", "number": .string(number),
            "version": .number(version), "status": "withdrawn",
        ]
    }
}

extension JSON {
    /// The same with a member set, or taken away by nil; a path goes through objects and lists (`lines.0.net`).
    func with(_ path: String, _ value: JSON?) -> JSON {
        let parts = path.split(separator: ".", maxSplits: 1)
        let (name, rest) = (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
        switch self {
        case .array(var elements):
            guard let index = Int(name), elements.indices.contains(index) else { return self }
            elements[index] = rest.map { elements[index].with($0, value) } ?? value ?? .null
            return .array(elements)
        case .object(var members):
            let place = members.firstIndex { $0.name == name }
            let next = rest.map { (place.map { members[$0].value } ?? .object([])).with($0, value) } ?? value
            if let place {
                if let next { members[place].value = next } else { members.remove(at: place) }
            } else if let next {
                members.append(Member(name, next))
            }
            return .object(members)
        default: return self
        }
    }
}
