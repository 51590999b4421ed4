import Glibc

/// The system's numbers of error that mean something of their own to us.
enum SystemError {
    static let missing = ENOENT
    static let exists = EEXIST
    static let isLink = ELOOP
    static let otherDisk = EXDEV
    static let forbidden: Set<Int32> = [EACCES, EPERM, EROFS]
    static let full: Set<Int32> = [ENOSPC, EDQUOT]
    /// What file systems answer that cannot move without replacing.
    static let notSupported: Set<Int32> = [EINVAL, ENOSYS, ENOTSUP]

    /// What file systems answer that know no locks.
    static let noLocks: Set<Int32> = [ENOLCK, ENOSYS, ENOTSUP]

    /// The system's own words.
    static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}
