import CSQLite
import Glibc
import Synchronization

/// SQLite's way to the disk as one simulated process has it: the system's own, with a death or a refusal where the process's fate says so,
/// and a note on the drive of everything that is not synced.
///
/// A process that died writes nothing any more and removes nothing: closing its connections leaves the files as the kernel would.
/// `@unchecked Sendable`: the pointers are set in `init` and given back in `deinit`, and SQLite only reads what they point at.
final class SimulatedFileSystem: @unchecked Sendable {
    /// What SQLite finds it by.
    let name: String
    let drive: SimulatedDrive
    let life: Life
    private let table: UnsafeMutablePointer<sqlite3_vfs>
    private let tableName: UnsafeMutablePointer<CChar>
    fileprivate let system: UnsafeMutablePointer<sqlite3_vfs>

    private static let numbers = Atomic<Int>(0)

    /// Registers a file system of its own for one process. Stays registered until it is let go.
    init?(drive: SimulatedDrive, life: Life) {
        guard let system = sqlite3_vfs_find(nil) else { return nil }
        self.system = system
        self.drive = drive
        self.life = life
        name = "simulated-\(Self.numbers.add(1, ordering: .relaxed).newValue)"
        tableName = strdup(name)
        table = .allocate(capacity: 1)
        table.initialize(to: system.pointee)
        table.pointee.pNext = nil
        table.pointee.zName = UnsafePointer(tableName)
        table.pointee.szOsFile = Int32(OpenFile.headBytes) + system.pointee.szOsFile
        table.pointee.xOpen = openFile
        table.pointee.xDelete = deleteFile
        table.pointee.pAppData = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_vfs_register(table, 0)
    }

    deinit {
        sqlite3_vfs_unregister(table)
        table.deallocate()
        free(tableName)
    }

    fileprivate static func of(_ table: UnsafeMutablePointer<sqlite3_vfs>?) -> SimulatedFileSystem? {
        table?.pointee.pAppData.map { Unmanaged<SimulatedFileSystem>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// Which file it is, for the calls on it.
private final class FileState {
    let path: String
    let system: SimulatedFileSystem

    init(path: String, system: SimulatedFileSystem) {
        self.path = path
        self.system = system
    }
}

/// What SQLite allocates for a file: ours first, the system's own behind it.
private struct OpenFile {
    var methods: UnsafePointer<sqlite3_io_methods>?
    var state: Unmanaged<FileState>?

    static let headBytes = (MemoryLayout<OpenFile>.size + 15) / 16 * 16

    static func at(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<OpenFile> {
        UnsafeMutableRawPointer(file).assumingMemoryBound(to: OpenFile.self)
    }

    static func system(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<sqlite3_file> {
        (UnsafeMutableRawPointer(file) + headBytes).assumingMemoryBound(to: sqlite3_file.self)
    }
}

private typealias File = UnsafeMutablePointer<sqlite3_file>

private func openFile(
    _ table: UnsafeMutablePointer<sqlite3_vfs>?, _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ outFlags: UnsafeMutablePointer<Int32>?
) -> Int32 {
    guard let file, let owner = SimulatedFileSystem.of(table) else { return SQLITE_CANTOPEN }
    let open = OpenFile.at(file)
    open.initialize(to: OpenFile(methods: nil, state: nil))
    let system = OpenFile.system(file)
    system.pointee.pMethods = nil
    guard !owner.life.isDead else { return SQLITE_CANTOPEN }
    let code = owner.system.pointee.xOpen(owner.system, path, system, flags, outFlags)
    guard system.pointee.pMethods != nil else { return code }
    let state = FileState(path: path.map { String(cString: $0) } ?? "", system: owner)
    open.pointee = OpenFile(methods: ioMethods.pointer, state: .passRetained(state))
    return code
}

private func deleteFile(_ table: UnsafeMutablePointer<sqlite3_vfs>?, _ path: UnsafePointer<CChar>?, _ syncFolder: Int32) -> Int32 {
    guard let path, let owner = SimulatedFileSystem.of(table), !owner.life.isDead else { return SQLITE_IOERR }
    owner.drive.removed(String(cString: path))
    return owner.system.pointee.xDelete(owner.system, path, syncFolder)
}

/// The table of calls is the same for all files.
///
/// `@unchecked Sendable`: what the pointer points at is written before anybody has it and only read from then on.
private struct IOMethods: @unchecked Sendable {
    let pointer: UnsafePointer<sqlite3_io_methods>

    init() {
        let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        table.initialize(to: sqlite3_io_methods())
        table.pointee.iVersion = 2
        table.pointee.xClose = closeFile
        table.pointee.xRead = { file, bytes, count, offset in with(file, SQLITE_IOERR) { $1.xRead($0, bytes, count, offset) } }
        table.pointee.xWrite = writeFile
        table.pointee.xTruncate = truncateFile
        table.pointee.xSync = syncFile
        table.pointee.xFileSize = { file, size in with(file, SQLITE_IOERR) { $1.xFileSize($0, size) } }
        table.pointee.xLock = { file, level in with(file, SQLITE_IOERR) { $1.xLock($0, level) } }
        table.pointee.xUnlock = { file, level in with(file, SQLITE_IOERR) { $1.xUnlock($0, level) } }
        table.pointee.xCheckReservedLock = { file, result in with(file, SQLITE_IOERR) { $1.xCheckReservedLock($0, result) } }
        table.pointee.xFileControl = { file, code, argument in with(file, SQLITE_NOTFOUND) { $1.xFileControl($0, code, argument) } }
        table.pointee.xSectorSize = { file in with(file, 4_096) { $1.xSectorSize($0) } }
        table.pointee.xDeviceCharacteristics = { file in with(file, 0) { $1.xDeviceCharacteristics($0) } }
        table.pointee.xShmMap = { file, page, bytes, extend, map in
            with(file, SQLITE_IOERR) { $1.xShmMap($0, page, bytes, extend, map) }
        }
        table.pointee.xShmLock = { file, offset, count, flags in
            with(file, SQLITE_IOERR) { $1.xShmLock($0, offset, count, flags) }
        }
        table.pointee.xShmBarrier = { file in
            _ = with(file, 0) { system, methods in
                methods.xShmBarrier(system)
                return 0
            }
        }
        table.pointee.xShmUnmap = { file, deletes in with(file, SQLITE_IOERR) { $1.xShmUnmap($0, deletes) } }
        pointer = UnsafePointer(table)
    }
}

private let ioMethods = IOMethods()

/// Hands a call on to the system's own file.
private func with(_ file: File?, _ failure: Int32, _ body: (File, sqlite3_io_methods) -> Int32) -> Int32 {
    guard let file else { return failure }
    let system = OpenFile.system(file)
    guard let methods = system.pointee.pMethods else { return failure }
    return body(system, methods.pointee)
}

private func state(_ file: File) -> FileState? { OpenFile.at(file).pointee.state?.takeUnretainedValue() }

private func closeFile(_ file: File?) -> Int32 {
    guard let file else { return SQLITE_IOERR }
    let code = with(file, SQLITE_IOERR) { $1.xClose($0) }
    OpenFile.at(file).pointee.state?.release()
    OpenFile.at(file).pointee = OpenFile(methods: nil, state: nil)
    return code
}

private func size(_ file: File) -> Int {
    var size: sqlite3_int64 = 0
    _ = with(file, SQLITE_IOERR) { $1.xFileSize($0, &size) }
    return Int(size)
}

/// What stands in the file now, as far as it goes.
private func content(_ file: File, _ offset: Int, _ count: Int, _ size: Int) -> [UInt8] {
    let there = max(0, min(count, size - offset))
    guard there > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: there)
    _ = with(file, SQLITE_IOERR) { $1.xRead($0, &bytes, Int32(there), sqlite3_int64(offset)) }
    return bytes
}

private func writeFile(_ file: File?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: sqlite3_int64) -> Int32 {
    guard let file, let bytes, let state = state(file) else { return SQLITE_IOERR }
    switch state.system.life.verdict(at: .write) {
    case .goOn: break
    case .refuse: return SQLITE_FULL
    case .die: return SQLITE_IOERR
    }
    let before = size(file)
    let old = content(file, Int(offset), Int(count), before)
    let code = with(file, SQLITE_IOERR) { $1.xWrite($0, bytes, count, offset) }
    guard code == SQLITE_OK else { return code }
    let new = [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    let change = SimulatedDrive.Change(
        offset: Int(offset), old: old, new: new, sizeBefore: before, sizeAfter: max(before, Int(offset) + Int(count)))
    state.system.drive.note(change, of: state.path)
    return code
}

private func truncateFile(_ file: File?, _ newSize: sqlite3_int64) -> Int32 {
    guard let file, let state = state(file), !state.system.life.isDead else { return SQLITE_IOERR }
    let before = size(file)
    let old = content(file, Int(newSize), max(0, before - Int(newSize)), before)
    let code = with(file, SQLITE_IOERR) { $1.xTruncate($0, newSize) }
    let change = SimulatedDrive.Change(offset: Int(newSize), old: old, new: [], sizeBefore: before, sizeAfter: Int(newSize))
    if code == SQLITE_OK { state.system.drive.note(change, of: state.path) }
    return code
}

/// Durable from here on. Nothing is really synced: what the drive noted is what can be lost.
private func syncFile(_ file: File?, _ flags: Int32) -> Int32 {
    guard let file, let state = state(file) else { return SQLITE_IOERR }
    switch state.system.life.verdict(at: .beforeSync) {
    case .goOn: break
    case .refuse, .die: return SQLITE_IOERR
    }
    state.system.drive.synced(state.path)
    return state.system.life.verdict(at: .afterSync) == .die ? SQLITE_IOERR : SQLITE_OK
}
