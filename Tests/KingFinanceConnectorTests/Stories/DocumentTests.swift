import Foundation
import Testing

@testable import KingFinanceConnector

/// What a person is told to set up is what the program has.
struct DocumentTests {
    private static let page = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Documentation/vendors/king.md"), encoding: .utf8)
    }

    @Test(
        arguments: KingFinanceProfile.allCases.map(\.rawValue) + KingCreditLink.allCases.map(\.rawValue) + ["own_numbers: record"]
            + ["decimal_separator", "split_account", "book_where_users_may_not", "partner_key", "omgevingscode"])
    func `each choice stands on the page`(word: String) throws { #expect(try Self.page.get().contains(word)) }

    /// Each text in the page's table of refusals means something to the program.
    @Test func `the texts on the page are those the program knows`() throws {
        let rows = try Self.page.get().split(separator: "\n").drop { !$0.hasPrefix("| King says |") }.dropFirst(2).prefix {
            $0.hasPrefix("|")
        }
        #expect(rows.count >= 10)
        for row in rows {
            let texts = row.split(separator: "|").first.map { $0.split(separator: "`").map(String.init) } ?? []
            for text in texts where text.contains(where: \.isLetter) {
                #expect(KingFinanceContract.meaning(of: text) != nil, "\(text)")
            }
        }
    }
}
