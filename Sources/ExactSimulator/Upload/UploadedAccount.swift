import BridgeDomain
import BridgeJSON
import BridgeXML

/// The names an upload of `Accounts` may have. The reference (§11) names the topic only; these are what public clients of it send, and three
/// that are assumed after their pattern. Anything else is refused: a misspelt name would otherwise be skipped in silence.
enum AccountWord: UInt16, CaseIterable {
    case eExact, Accounts, Account
    case Name, Phone, Fax, Email, HomePage, IsSupplier, IsBlocked, IsSales, IsPurchase
    case Address, AddressLine1, AddressLine2, AddressLine3, PostalCode, City, State, Country
    case VATNumber, ChamberOfCommerce, PurchaseCurrency, CreditLine, Sales, Purchase
    case SalesCurrency, PaymentConditionSales, PaymentConditionPurchase
    case code, searchcode, status, ID, type, `default`

    static let vocabulary = XMLVocabulary(allCases.map { XMLVocabulary.Entry("", "\($0)") })

    /// Names that nobody was seen to use.
    static let assumed: Set<AccountWord> = [.SalesCurrency, .PaymentConditionSales, .PaymentConditionPurchase]

    var name: XMLName { XMLName(rawValue) }
}

/// One `Account` of an upload.
struct UploadedAccount {
    /// The key of one that exists.
    var id: String?
    var code: String?
    var properties: [(Field, JSON)]

    /// Accounts of an upload, in their order. Where the assumed names are not known, they are skipped.
    static func read(_ body: [UInt8], bytesMax: Int, knowsAssumed: Bool) throws(UnreadableUpload) -> [UploadedAccount] {
        let tree: XMLTree
        do { tree = try XMLReader.read(body, AccountWord.vocabulary, limits: XMLLimits(bytesMax: bytesMax)) } catch {
            throw UnreadableUpload(message: "The XML is not well-formed: \(error)")
        }
        guard tree.name(of: tree.root) == AccountWord.eExact.name, let topic = tree.first(AccountWord.Accounts.name, in: tree.root) else {
            throw UnreadableUpload(message: "The XML has no Accounts")
        }
        func count(_ node: XMLNode) -> Int { tree.children(of: node).reduce(1) { $0 + count($1) } }
        guard count(tree.root) == tree.elementCount else {
            throw UnreadableUpload(message: "The XML has an element that is not valid here")
        }
        let reader = UploadedAccountReader(tree: tree, knowsAssumed: knowsAssumed)
        return tree.children(of: topic).filter { tree.name(of: $0) == AccountWord.Account.name }.map(reader.account)
    }
}

private struct UploadedAccountReader {
    let tree: XMLTree
    let knowsAssumed: Bool

    private static let texts: [(AccountWord, Field)] = [
        (.Name, .Name), (.Phone, .Phone), (.Fax, .Fax), (.Email, .Email), (.HomePage, .Website), (.VATNumber, .VATNumber),
        (.ChamberOfCommerce, .ChamberOfCommerce),
    ]
    private static let lines: [(AccountWord, Field)] = [
        (.AddressLine1, .AddressLine1), (.AddressLine2, .AddressLine2), (.AddressLine3, .AddressLine3), (.PostalCode, .Postcode),
        (.City, .City), (.State, .State),
    ]
    private static let codes: [(AccountWord, Field)] = [
        (.PurchaseCurrency, .PurchaseCurrency), (.SalesCurrency, .SalesCurrency), (.PaymentConditionSales, .PaymentConditionSales),
        (.PaymentConditionPurchase, .PaymentConditionPurchase),
    ]

    func account(_ node: XMLNode) -> UploadedAccount {
        var account = UploadedAccount(id: attribute(.ID, node), code: attribute(.code, node), properties: [])
        account.id = account.id.map { String($0.drop { $0 == "{" }.prefix { $0 != "}" }) }
        if let status = attribute(.status, node) { account.properties.append((.Status, .string(status))) }
        for (word, field) in Self.texts { text(word, node).map { account.properties.append((field, .string($0))) } }
        for (word, field) in [(AccountWord.IsSupplier, Field.IsSupplier), (.IsBlocked, .Blocked)] {
            text(word, node).map { account.properties.append((field, .bool($0 == "1"))) }
        }
        if let address = tree.first(AccountWord.Address.name, in: node), attribute(.type, address) == "VIS" {
            for (word, field) in Self.lines { text(word, address).map { account.properties.append((field, .string($0))) } }
            code(.Country, address).map { account.properties.append((.Country, .string($0))) }
        }
        for (word, field) in Self.codes where knowsAssumed || !AccountWord.assumed.contains(word) {
            code(word, node).map { account.properties.append((field, .string($0))) }
        }
        if let lines = tree.first(AccountWord.CreditLine.name, in: node) {
            for (word, field) in [(AccountWord.Sales, Field.CreditLineSales), (.Purchase, .CreditLinePurchase)] {
                text(word, lines).flatMap { ExactDecimal($0) }.map { account.properties.append((field, .number($0))) }
            }
        }
        return account
    }

    private func text(_ word: AccountWord, _ node: XMLNode) -> String? {
        tree.first(word.name, in: node).map { tree.string(of: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    private func attribute(_ word: AccountWord, _ node: XMLNode) -> String? {
        tree.attribute(word.name, of: node).flatMap { $0.isEmpty ? nil : $0 }
    }
    private func code(_ word: AccountWord, _ node: XMLNode) -> String? {
        tree.first(word.name, in: node).flatMap { attribute(.code, $0) }
    }
}
