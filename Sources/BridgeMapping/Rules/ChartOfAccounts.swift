public import BridgeDomain
public import BridgeYAML

/// One account of a chart.
public struct ChartAccount: Hashable, Sendable {
    public var code: AccountCode
    public var name: String
    /// The code of the Dutch reference classification (RGS), where one was chosen.
    public var rgs: String?

    /// An account.
    public init(_ code: AccountCode, _ name: String, rgs: String? = nil) {
        self.code = code
        self.name = name
        self.rgs = rgs
    }
}

/// A chart of accounts: names and reference codes of the accounts a mapping books on.
public struct ChartOfAccounts: Hashable, Sendable {
    public var name: String
    public var accounts: [ChartAccount]

    /// A chart.
    public init(name: String, accounts: [ChartAccount]) {
        self.name = name
        self.accounts = accounts
    }

    /// Reads a chart file; every mistake is told at once, with line and column.
    public init(yaml text: String) throws(YAMLErrors) {
        self = try YAMLNode.decode(text) { root in
            let name = root.optional("name", .string, default: "")
            var seen: Set<AccountCode> = []
            let accounts = root.mappings("accounts").compactMap { mapping -> ChartAccount? in
                let code = mapping.required("code", .code as YAMLForm<AccountCode>)
                let name = mapping.required("name", .string)
                let rgs = mapping.optional("rgs", .string)
                guard let code, let name else { return nil }
                if !seen.insert(code).inserted {
                    mapping.report(
                        "code", what: BilingualText(nl: "rekening \(code) komt twee keer voor", en: "account \(code) occurs twice"),
                        remedy: BilingualText(nl: "Houd een van beide", en: "Keep one of them"))
                }
                return ChartAccount(code, name, rgs: rgs)
            }
            return ChartOfAccounts(name: name, accounts: accounts)
        }
    }

    /// The chart as a file that ``init(yaml:)`` reads back to the same chart.
    public func yaml() -> String {
        let rows = accounts.map { account in
            YAMLValue.mapping(present: [
                "code": .string(account.code.text), "name": .string(account.name), "rgs": account.rgs.map { .string($0) },
            ])
        }
        return YAMLValue.mapping([.init("name", .string(name)), .init("accounts", .list(rows))]).text()
    }

    /// The accounts a mapping books on that the chart does not have, in alphabetical order.
    public func missing(for rules: MappingRules) -> [AccountCode] { rules.codesUsed.accounts.subtracting(accounts.map(\.code)).sorted() }
}
