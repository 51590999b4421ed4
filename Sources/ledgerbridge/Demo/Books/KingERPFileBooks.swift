import BridgeDomain
import BridgeJSON
import BridgeRuntime
import Glibc

/// KING ERP, by files that its importer takes out of a folder.
struct KingERPFileBooks: DemoBooks {
    let name = KingERPFileTarget.type
    let title = "KING ERP (importbestanden)"
    var rules: String { KingERPFileTarget.sampleRules }
    let connectionName = "king-erp-file/exchange"
    let secrets: [(file: String, text: String)] = []
    let answersLater = true

    /// Below the demo's folder.
    private static let folder = "exchange"
    /// Where the importer puts what it refused.
    private static let refused = "afgekeurd"

    /// An earlier demo's files are taken away: the importer of this one would book them.
    func prepare(_ folder: DemoFolder) {
        let path = folder.file(Self.folder)
        for place in [path, "\(path)/\(Self.refused)"] {
            mkdir(place, 0o755)
            DemoFolder.files(place).forEach { unlink("\(place)/\($0)") }
        }
    }

    func sandbox(_ folder: DemoFolder, _ limits: DemoFolder.Limits) -> [String] {
        ["king", "--folder", folder.file(Self.folder), "--import-every", "1"]
    }

    func configuration(_ folder: DemoFolder, port: Int, _ limits: DemoFolder.Limits) -> String {
        """
        type: king-erp-file
        folder: \(Self.folder)
        \(KingERPDemo.administration)
        entries_per_batch: 100
        # The sandbox's importer looks every second: nobody need be waited for as long as for a real one.
        look_seconds: 1
        answer_seconds: 5
        """
    }

    func reasons(for code: ProblemCode) -> Set<ProblemCode> { KingERPDemo.reasons(for: code) }
    func entries(_ sandbox: SandboxClient) async throws -> [DemoEntry] { try await KingERPDemo.entries(sandbox) }

    let disasters = DemoDisasters(path: "", passing: [], asksToWait: [])
}
