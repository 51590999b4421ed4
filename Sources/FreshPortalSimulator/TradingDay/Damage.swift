import BridgeDomain
import BridgeJSON

/// Turns a good document into one that is wrong in exactly one believable way.
struct Damage {
    let brokenness: Brokenness
    let day: TradingDay

    /// What is changed before the document is written.
    func apply(to draft: inout DocumentDraft) {
        switch brokenness {
        case .beforeFirstDate: move(&draft, to: day.firstExportDate.adding(days: -3))
        case .closedPeriod: move(&draft, to: day.firstExportDate.adding(days: 16))
        case .numberUsedTwice: draft.number = day.numberGivenOutTwice
        case .creditWithoutOriginal: draft.original = nil
        case .unmappedProductGroup:
            if let place = draft.lines.firstIndex(where: { $0.kind == "product" }) { draft.lines[place].group = Catalogue.unmappedGroup }
        default: break
        }
    }

    private func move(_ draft: inout DocumentDraft, to date: CalendarDate) {
        draft.invoiceDate = date
        draft.supplyDate = date
    }

    /// What is changed in what was written.
    func apply(to json: JSON, _ draft: DocumentDraft) -> JSON {
        switch brokenness {
        case .netDoesNotAddUp:
            // The last line disappears; its VAT and totals stay.
            return json.changing("lines") { lines in .array(Array((lines.array ?? []).dropLast(1))) }
        case .grossDoesNotAddUp:
            return json.changing("totals") { totals in
                totals.changing("gross") { .string(shifted($0, by: 9_00, draft.currency)) }
                    .changing("payable") { .string(shifted($0, by: 9_00, draft.currency)) }
            }
        case .unknownVATCode: return replacingCode(of: json, with: "L6")
        case .wrongRate: return withRate(json, draft, 6)
        case .threeDecimals:
            return json.changing("lines") { $0.changing(at: 0) { line in line.changing("net") { .string(($0.string ?? "0.00") + "5") } } }
        case .unknownCurrency: return json.changing("currency") { _ in "STG" }
        default: return json
        }
    }

    private func shifted(_ amount: JSON, by cents: Int64, _ currency: Currency) -> String {
        let money = amount.string.flatMap { Money($0, currency) } ?? .zero(currency)
        return (money + Money(minorUnits: cents, currency)).amountText
    }

    private func replacingCode(of json: JSON, with code: String) -> JSON {
        let first = json["vat_summary"]?[0]?["vat_code"]
        let replaced: (JSON) -> JSON = { row in row["vat_code"] == first ? row.changing("vat_code") { _ in .string(code) } : row }
        return json.changing("lines") { .array(($0.array ?? []).map(replaced)) }
            .changing("vat_summary") { .array(($0.array ?? []).map(replaced)) }
    }

    /// The first code's rate everywhere, with VAT and totals that agree with it: only the rate itself is wrong.
    private func withRate(_ json: JSON, _ draft: DocumentDraft, _ rate: ExactDecimal) -> JSON {
        guard let tax = draft.taxes.first, let wrong = tax.base.percentage(rate) else { return json }
        let code = JSON.string(tax.code.rawValue)
        let difference = wrong - tax.vat
        return json.changing("lines") { lines in
            .array((lines.array ?? []).map { $0["vat_code"] == code ? $0.changing("vat_rate") { _ in .string(rate.description) } : $0 })
        }
        .changing("vat_summary") { rows in
            rows.changing(at: 0) { row in
                row.changing("rate") { _ in .string(rate.description) }.changing("vat") { _ in .string(wrong.amountText) }
            }
        }
        .changing("totals") { totals in
            ["vat", "gross", "payable"].reduce(totals) { object, name in
                object.changing(name) { .string(shifted($0, by: difference.minorUnits, draft.currency)) }
            }
        }
    }
}

extension JSON {
    /// The same object with one member changed; other values stay as they are.
    func changing(_ name: String, _ change: (JSON) -> JSON) -> JSON {
        guard case .object(var members) = self, let place = members.firstIndex(where: { $0.name == name }) else { return self }
        members[place].value = change(members[place].value)
        return .object(members)
    }

    /// The same list with one element changed.
    func changing(at place: Int, _ change: (JSON) -> JSON) -> JSON {
        guard case .array(var elements) = self, elements.indices.contains(place) else { return self }
        elements[place] = change(elements[place])
        return .array(elements)
    }
}
