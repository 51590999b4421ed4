/// Names of general ledger account types (reference §7.14).
enum LedgerAccountType {
    /// The name of a control account's type, as refusals quote it; nil for other types.
    static func control(_ type: Int) -> Text? {
        switch type {
        case 20: Text("20 - Accounts receivable", "20 - Debiteuren")
        case 22: Text("22 - Accounts payable", "22 - Crediteuren")
        default: nil
        }
    }

    static func name(_ type: Int) -> String? { names[type] }

    private static let names: [Int: String] = [
        10: "Cash", 12: "Bank", 14: "Credit card", 16: "Payment services", 20: "Accounts receivable", 21: "Prepayment accounts receivable",
        22: "Accounts payable", 24: "VAT", 25: "Employees payable", 26: "Prepaid expenses", 27: "Accrued expenses",
        29: "Income taxes payable", 30: "Fixed assets", 32: "Other assets", 35: "Accumulated depreciation", 40: "Inventory",
        50: "Capital stock", 52: "Retained earnings", 55: "Long term debt", 60: "Current portion of debt", 90: "General",
        100: "Tax payable", 110: "Revenue", 111: "Cost of goods", 120: "Other costs", 121: "Sales, general administrative expenses",
        122: "Depreciation costs", 123: "Research and development", 125: "Employee costs", 126: "Labor costs", 130: "Exceptional costs",
        140: "Exceptional income", 150: "Income taxes", 160: "Interest income",
    ]
}
