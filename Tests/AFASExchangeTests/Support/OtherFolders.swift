import BridgeDomain
import BridgeExchange
import BridgeFolder
import Synchronization

/// A share that is not mounted.
struct AbsentFolder: ExchangeFolder {
    private let error = ExchangeFolderError(.unavailable, BilingualText(nl: "de map is er niet", en: "the folder is not there"))

    func names(in below: String) async throws(ExchangeFolderError) -> [String] { throw error }
    func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] { throw error }
    func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) { throw error }
    func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication { throw error }
    func discard(_ staged: String) async throws(ExchangeFolderError) { throw error }
}

/// A folder in which somebody puts a file under the name we are about to use.
struct RivalFolder: ExchangeFolder {
    let place: TemporaryFolder
    private let real: LocalExchangeFolder
    private let came = Flag()

    init(place: TemporaryFolder) {
        self.place = place
        real = LocalExchangeFolder(place.path)
    }

    private final class Flag: Sendable {
        private let isSet = Mutex(false)
        func set() -> Bool {
            isSet.withLock { flag in
                defer { flag = true }
                return !flag
            }
        }
    }

    func names(in below: String) async throws(ExchangeFolderError) -> [String] { try await real.names(in: below) }
    func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] {
        try await real.read(name, in: below, bytesMax: bytesMax)
    }
    func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) {
        if came.set() { try? place.put("LB-000001-001-20.csv", "from somebody else") }
        try await real.stage(content, as: staged)
    }
    func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication {
        try await real.publish(staged, as: name)
    }
    func discard(_ staged: String) async throws(ExchangeFolderError) { try await real.discard(staged) }
}
