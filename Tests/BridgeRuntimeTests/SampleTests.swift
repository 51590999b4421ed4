import BridgeRuntime
import FoundationEssentials
import Testing

@Suite("Samples that ship")
struct SampleTests {
    @Test(arguments: [
        ("mapping-exact-flower-exporter.yaml", MappingSamples.exactFlowerExporter),
        ("mapping-afas-flower-exporter.yaml", MappingSamples.afasFlowerExporter),
        ("mapping-king-erp-flower-exporter.yaml", MappingSamples.kingERPFlowerExporter),
        ("mapping-king-finance-flower-exporter.yaml", MappingSamples.kingFinanceFlowerExporter),
        ("chart-nl-flower-trade.yaml", MappingSamples.chartOfFlowerTrade),
    ])
    func `the samples in the program are those under Examples`(name: String, text: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = try String(contentsOf: root.appending(path: "Examples/\(name)"), encoding: .utf8)
        // Compared before #expect, which would print both texts whole.
        let isSame = file == text
        #expect(isSame)
    }
}
