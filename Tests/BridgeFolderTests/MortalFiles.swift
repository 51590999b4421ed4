import BridgeDomain
import BridgeFolder
import Synchronization

/// The machine's files for a process that dies before one of its steps: that step is not done (of a write, only the first half), and nothing
/// works any more.
final class MortalFiles: FileOperations {
    private let steps = Mutex(0)
    private let lastStep: Int
    private let real = LinuxFiles()

    /// Dies at the step of that number; without a number it lives and counts.
    init(dyingAt step: Int = .max) { lastStep = step }

    /// Steps asked for so far.
    var count: Int { steps.withLock { $0 } }

    fileprivate func step() throws(FolderError) {
        let number = steps.withLock { count in
            count += 1
            return count
        }
        if number >= lastStep { throw Self.dead }
    }

    static let dead = FolderError(.failed, "process", BilingualText(nl: "dood", en: "dead"))

    func names(in folder: String, countMax: Int) throws(FolderError) -> [String] {
        try step()
        return try real.names(in: folder, countMax: countMax)
    }

    func facts(of path: String) throws(FolderError) -> FileFacts? {
        try step()
        return try real.facts(of: path)
    }

    func open(_ path: String) throws(FolderError) -> any ReadableFile {
        try step()
        return MortalReadable(try real.open(path), self)
    }

    func create(_ path: String) throws(FolderError) -> any WritableFile {
        try step()
        return MortalWritable(try real.create(path), self)
    }

    func move(_ path: String, to target: String, replacing: Bool) throws(FolderError) {
        try step()
        try real.move(path, to: target, replacing: replacing)
    }

    func remove(_ path: String) throws(FolderError) {
        try step()
        try real.remove(path)
    }

    func makeFolder(_ path: String) throws(FolderError) {
        try step()
        try real.makeFolder(path)
    }

    /// Only counts: no test cuts the power, and thousands of real ones would take minutes.
    func syncFolder(_ path: String) throws(FolderError) { try step() }

    func lock(_ path: String) throws(FolderError) -> any HeldLock {
        try step()
        return try real.lock(path)
    }
}

private final class MortalReadable: ReadableFile {
    private let file: any ReadableFile
    private let files: MortalFiles

    init(_ file: any ReadableFile, _ files: MortalFiles) { (self.file, self.files) = (file, files) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FolderError) -> Int {
        try files.step()
        // Small pieces, so that a file is read in several steps.
        return try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(16)))
    }

    func facts() throws(FolderError) -> FileFacts {
        try files.step()
        return try file.facts()
    }
}

private final class MortalWritable: WritableFile {
    private let file: any WritableFile
    private let files: MortalFiles

    init(_ file: any WritableFile, _ files: MortalFiles) { (self.file, self.files) = (file, files) }

    func append(_ bytes: [UInt8]) throws(FolderError) {
        do throws(FolderError) { try files.step() } catch {
            try file.append(Array(bytes.prefix(bytes.count / 2)))
            throw error
        }
        try file.append(bytes)
    }

    func sync() throws(FolderError) { try files.step() }
}

/// The machine's files, of which one step fails and all others work: a share that was away for a moment.
final class FailingOnce: FileOperations {
    private let steps = Mutex(0)
    private let failing: Int
    private let real = LinuxFiles()

    init(at step: Int) { failing = step }

    var hasFailed: Bool { steps.withLock { $0 >= failing } }

    private func step() throws(FolderError) {
        let number = steps.withLock { count in
            count += 1
            return count
        }
        if number == failing { throw FolderError(.failed, "share", BilingualText(nl: "even weg", en: "away for a moment")) }
    }

    func names(in folder: String, countMax: Int) throws(FolderError) -> [String] {
        try step()
        return try real.names(in: folder, countMax: countMax)
    }

    func facts(of path: String) throws(FolderError) -> FileFacts? {
        try step()
        return try real.facts(of: path)
    }

    func open(_ path: String) throws(FolderError) -> any ReadableFile {
        try step()
        return try real.open(path)
    }

    func create(_ path: String) throws(FolderError) -> any WritableFile {
        try step()
        return try real.create(path)
    }

    func move(_ path: String, to target: String, replacing: Bool) throws(FolderError) {
        try step()
        try real.move(path, to: target, replacing: replacing)
    }

    func remove(_ path: String) throws(FolderError) {
        try step()
        try real.remove(path)
    }

    func makeFolder(_ path: String) throws(FolderError) {
        try step()
        try real.makeFolder(path)
    }

    /// Only counts: no test cuts the power, and thousands of real ones would take minutes.
    func syncFolder(_ path: String) throws(FolderError) { try step() }

    func lock(_ path: String) throws(FolderError) -> any HeldLock {
        try step()
        return try real.lock(path)
    }
}
