public import BridgeHash
import Glibc

extension SealingKey {
    /// Reads the key file, making it first when there is none.
    ///
    /// A new key is written to a file of its own with mode 0600, made durable, and then put in place under the asked name in one step that
    /// fails when the name is taken: whoever comes second reads what the first one wrote, and a crash leaves no half a key.
    ///
    /// - Parameters:
    ///   - path: where the key is kept; its directory must be there.
    ///   - random: gives that many unpredictable bytes.
    /// - Returns: the key, and whether it was made just now (then somebody must be told to keep a copy).
    public static func readOrCreate(
        file path: String, random: (Int) -> [UInt8] = { SecureRandom().bytes($0) }
    ) throws(SecretError) -> (key: SealingKey, isNew: Bool) {
        if let key = try readIfPresent(path) { return (key, false) }
        guard let key = SealingKey(random(byteCount)) else { preconditionFailure("a source of random bytes gives as many as asked") }
        let draft = "\(path).\(Hex.encode(random(8)))"
        try write(Array("\(Hex.encode(key.bytes))\n".utf8), newFile: draft)
        defer { unlink(draft) }
        if link(draft, path) == 0 {
            try syncDirectory(of: path)
            return (key, true)
        }
        guard errno == EEXIST else { throw failure(path) }
        return (try read(file: path), false)
    }

    /// Reads the key file; refuses one that others may read.
    public static func read(file path: String) throws(SecretError) -> SealingKey {
        guard let key = try readIfPresent(path) else { throw .fileUnreadable(path: path, reason: String(cString: strerror(ENOENT))) }
        return key
    }

    private static func readIfPresent(_ path: String) throws(SecretError) -> SealingKey? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        guard status.st_mode & 0o077 == 0 else { throw .keyFileOpen(path: path) }
        let text = try SecretFile.content(of: descriptor, path: path)
        guard let bytes = Hex.decode(text), let key = SealingKey(bytes) else { throw .keyMalformed(origin: path) }
        return key
    }

    private static func write(_ bytes: [UInt8], newFile path: String) throws(SecretError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        // A key is shorter than any write that a file system would split.
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let error = failure(path)
            unlink(path)
            throw error
        }
    }

    private static func syncDirectory(of path: String) throws(SecretError) {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(directory) }
    }

    private static func failure(_ path: String) -> SecretError { .fileUnreadable(path: path, reason: String(cString: strerror(errno))) }
}
