import Foundation
import Testing

@testable import AFASConnector

/// What an administrator is told to set up is what the check asks for.
struct DocumentTests {
    private static let page = Result {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Documentation/vendors/afas.md"), encoding: .utf8)
    }

    @Test(arguments: AFASNeeds(Office.settings { $0.readsPayments = true }).getConnectors)
    func `each GetConnector stands on the page with the columns it needs`(need: AFASNeeds.Connector) throws {
        let row = try Self.page.get().split(separator: "\n").first { $0.contains("| `\(need.name)` |") }
        let words = try #require(row, "\(need.name)").split { !($0.isLetter || $0.isNumber) }.map(String.init)
        // Axes are told as a range.
        let fields = (need.fields[""] ?? []).map(\.id).filter { !$0.hasPrefix("DimAx") || $0 == "DimAx" }
        #expect(fields.filter { !words.contains($0) } == [], "\(need.name)")
    }

    @Test(arguments: AFASNeeds(Office.settings()).updateConnectors.map(\.name))
    func `each UpdateConnector stands on the page`(name: String) throws { #expect(try Self.page.get().contains("`\(name)`")) }
}
