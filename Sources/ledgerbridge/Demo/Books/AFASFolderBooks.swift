import BridgeDomain
import BridgeJSON
import BridgeRuntime
import Glibc

/// AFAS Profit, by files in an exchange folder that its importer empties.
struct AFASFolderBooks: DemoBooks {
    let name = AFASFolderTarget.type
    let title = "AFAS Profit (importmap)"
    var rules: String { AFASFolderTarget.sampleRules }
    let connectionName = "afas-folder/exchange"
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
        // Files of entries make no debtors: all of the day's are there.
        ["afas", "--folder", folder.file(Self.folder), "--profile", "xml", "--import-every", "1", "--all-customers"]
    }

    func configuration(_ folder: DemoFolder, port: Int, _ limits: DemoFolder.Limits) -> String {
        """
        type: afas-folder
        folder: \(Self.folder)
        unit: 1
        # The form that holds everything; what rows hold, their import definition says.
        profile: { form: xml }
        entries_per_batch: 100
        # The sandbox's importer looks every second: nobody need be waited for as long as for a real one.
        look_seconds: 1
        answer_seconds: 5
        """
    }

    /// A folder cannot be asked which periods are open: what falls into a closed one is given back.
    func reasons(for code: ProblemCode) -> Set<ProblemCode> { code == .periodClosed ? [code, .targetRejected] : [code] }

    func entries(_ sandbox: SandboxClient) async throws -> [DemoEntry] { try await AFASBooks().entries(sandbox) }

    let disasters = DemoDisasters(path: "", passing: [], asksToWait: [])
}
