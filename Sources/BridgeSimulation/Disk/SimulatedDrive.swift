import BridgeTesting
import Glibc
import Synchronization

/// A disk that loses its current: what was written to it and not synced may or may not be there afterwards, in part and in any order.
///
/// It lies under real files: SQLite writes through a ``SimulatedFileSystem``, which notes here what every write changed. A sync makes what
/// was noted for that file durable. When the current goes, everything still noted is taken back, and then some of it, drawn from the seed, is
/// written again, whole or only its first sectors: that is what disks with a cache of their own do.
final class SimulatedDrive: Sendable {
    /// One write or truncation that no sync has made durable.
    struct Change: Sendable {
        var offset: Int
        /// What was there; shorter than ``new`` where the file grew.
        var old: [UInt8]
        var new: [UInt8]
        var sizeBefore: Int
        var sizeAfter: Int
    }

    private static let sectorBytes = 512

    /// The folder the files lie in; goes with the drive.
    let folder: String
    private let unsynced = Mutex<[String: [Change]]>([:])

    /// False for the canary: syncs make nothing durable.
    private let syncs: Bool

    /// A drive in memory where the machine has such a thing, otherwise among the temporary files.
    init(syncs: Bool = true) throws {
        self.syncs = syncs
        let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(base)/ledgerbridge-simulation-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw NoFolder() }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// No folder could be made for the simulated disk.
    struct NoFolder: Error {}

    deinit {
        for name in Self.names(in: folder) { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    func note(_ change: Change, of path: String) { unsynced.withLock { $0[path, default: []].append(change) } }
    func synced(_ path: String) {
        if syncs { removed(path) }
    }

    func removed(_ path: String) { unsynced.withLock { $0[path] = nil } }

    /// The current goes. Nobody may have the files open.
    func losePower(_ random: inout SeededGenerator) {
        let changes = unsynced.withLock { unsynced in
            defer { unsynced = [:] }
            return unsynced
        }
        for (path, changes) in changes.sorted(by: { $0.key < $1.key }) {
            let file = open(path, O_RDWR | O_CLOEXEC)
            guard file >= 0 else { continue }
            defer { close(file) }
            for change in changes.reversed() {
                ftruncate(file, change.sizeBefore)
                _ = change.old.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, change.offset) }
            }
            for change in changes { survive(change, file, random.next()) }
        }
    }

    /// Half of what was not synced is lost, a quarter is there, of a quarter the beginning.
    private func survive(_ change: Change, _ file: Int32, _ draw: UInt64) {
        switch draw % 4 {
        case 0:
            if change.sizeAfter < change.sizeBefore { ftruncate(file, change.sizeAfter) }
            _ = change.new.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, change.offset) }
        case 1:
            let sectors = change.new.count / Self.sectorBytes
            guard sectors > 0 else { return }
            let kept = Int(draw >> 8) % sectors * Self.sectorBytes
            _ = change.new.withUnsafeBytes { pwrite(file, $0.baseAddress, kept, change.offset) }
        default: return
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
