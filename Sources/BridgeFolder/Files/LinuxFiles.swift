import BridgeDomain
import CLinux
import Glibc

/// The file system of this machine.
public struct LinuxFiles: FileOperations {
    /// The machine's files.
    public init() {}

    /// The names in a folder.
    public func names(in folder: String, countMax: Int) throws(FolderError) -> [String] {
        guard let stream = opendir(folder) else { throw FolderError(errno: errno, folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            // A name that is no UTF-8 comes out with replacement characters; it is then not found again and left alone.
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name == "." || name == ".." { continue }
            guard names.count < countMax else { throw .tooMany(folder, countMax: countMax) }
            names.append(name)
        }
        guard errno == 0 else { throw FolderError(errno: errno, folder) }
        return names
    }

    /// What stands at a path.
    public func facts(of path: String) throws(FolderError) -> FileFacts? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == SystemError.missing { return nil }
            throw FolderError(errno: errno, path)
        }
        return FileFacts(status)
    }

    /// Opens a plain file. Never waits, not even for a named pipe.
    public func open(_ path: String) throws(FolderError) -> any ReadableFile {
        try LinuxFile(path, O_RDONLY | O_NONBLOCK)
    }

    /// Makes an empty file, readable and writable for this user, readable for its group.
    public func create(_ path: String) throws(FolderError) -> any WritableFile {
        try LinuxFile(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK)
    }

    /// Gives a file another name.
    public func move(_ path: String, to target: String, replacing: Bool) throws(FolderError) {
        if clinux_rename(path, target, replacing ? 0 : 1) == 0 { return }
        guard !replacing, SystemError.notSupported.contains(errno) else { throw FolderError(errno: errno, errno == EEXIST ? target : path) }
        // Network shares cannot refuse to replace; looking first leaves a moment in which another could come in between.
        guard try facts(of: target) == nil else { throw FolderError(errno: EEXIST, target) }
        guard rename(path, target) == 0 else { throw FolderError(errno: errno, path) }
    }

    /// Takes a file away.
    public func remove(_ path: String) throws(FolderError) {
        guard unlink(path) == 0 || errno == SystemError.missing else { throw FolderError(errno: errno, path) }
    }

    /// Makes a folder for this user and its group.
    public func makeFolder(_ path: String) throws(FolderError) {
        if mkdir(path, 0o750) == 0 { return }
        guard errno == SystemError.exists, try facts(of: path)?.kind == .folder else { throw FolderError(errno: errno, path) }
    }

    /// Brings the names of a folder to the disk.
    public func syncFolder(_ path: String) throws(FolderError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FolderError(errno: errno, path) }
        defer { close(descriptor) }
        // Some network shares have nothing to sync for a folder and say so.
        guard fsync(descriptor) == 0 || SystemError.notSupported.contains(errno) else { throw FolderError(errno: errno, path) }
    }

    /// An advisory lock. Network shares that know none are worked on without.
    public func lock(_ path: String) throws(FolderError) -> any HeldLock { try LinuxLock(path) }
}

private final class LinuxLock: HeldLock {
    private let descriptor: Int32

    init(_ path: String) throws(FolderError) {
        descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw FolderError(errno: errno, path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || SystemError.noLocks.contains(errno) else {
            throw errno == EWOULDBLOCK ? FolderError.busy(path) : FolderError(errno: errno, path)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

/// An open file of this machine.
private final class LinuxFile: ReadableFile, WritableFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String, _ flags: Int32) throws(FolderError) {
        self.path = path
        descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw FolderError(errno: errno, path) }
        guard try facts().kind == .file else { throw .notAFile(path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func facts() throws(FolderError) -> FileFacts {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FolderError(errno: errno, path) }
        return FileFacts(status)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FolderError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw FolderError(errno: errno, path) }
        }
    }

    func append(_ bytes: [UInt8]) throws(FolderError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { throw FolderError(errno: errno, path) }
                continue
            }
            rest = rest.dropFirst(count)
        }
    }

    func sync() throws(FolderError) {
        guard fsync(descriptor) == 0 else { throw FolderError(errno: errno, path) }
    }
}

extension FileFacts {
    fileprivate init(_ status: stat) {
        let kind: Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        let modified = Timestamp(milliseconds: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
        self.init(kind: kind, size: Int(status.st_size), modified: modified, identity: UInt64(status.st_ino))
    }
}
