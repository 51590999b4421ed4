import BridgeDomain
public import BridgeExchange
import CCurl
import Glibc

/// An exchange folder on a server, over SFTP with libcurl. The server's key is verified at every connection.
///
/// SFTP has no word for *on the disk*: a file counts as staged when the server took all of it and answered. Exchanges are rare, so each has a
/// connection and a thread of its own.
public struct SFTPExchangeFolder: ExchangeFolder {
    private let settings: SFTPSettings

    /// A folder that exists on a server. Nothing is connected until something is asked.
    public init(_ settings: SFTPSettings) { self.settings = settings }

    /// Whether this machine's libcurl speaks SFTP.
    public static var isSupported: Bool {
        guard let version = ccurl_version(), var names = version.pointee.protocols else { return false }
        while let name = names.pointee {
            if String(cString: name) == "sftp" { return true }
            names += 1
        }
        return false
    }

    /// Names that are not hidden; SFTP's list of names does not tell files from folders.
    public func names(in below: String) async throws(ExchangeFolderError) -> [String] {
        do { return try await list(path(below)).filter { !$0.hasPrefix(".") } } catch {
            // A folder below that is not there holds nothing; the exchange folder itself must be there.
            guard !below.isEmpty, error.isMissing, (try? await list(settings.path)) != nil else { throw told(error) }
            return []
        }
    }

    /// A file's content.
    public func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] {
        try await exchanged(.read("\(path(below))/\(name)", bytesMax: bytesMax))
    }

    /// Writes a file under a hidden name.
    public func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) {
        _ = try await exchanged(.write("\(settings.path)/\(staged)", content))
    }

    /// Renames a staged file. Many servers refuse a name that is in use, not all: it is looked for first.
    public func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication {
        let names = try await all()
        guard names.contains(staged) else { return .wasPublished }
        guard !names.contains(name) else { throw taken(name) }
        do { _ = try await perform(.commands(["rename \(quoted(staged)) \(quoted(name))"])) } catch {
            // The answer may have been lost after the work was done, and another process may have been faster: the folder tells.
            let after = try await all()
            if !after.contains(staged) { return .wasPublished }
            throw after.contains(name) ? taken(name) : told(error)
        }
        return .published
    }

    /// Takes a staged file away.
    public func discard(_ staged: String) async throws(ExchangeFolderError) {
        _ = try await exchanged(.commands(["*rm \(quoted(staged))"]))
    }

    // MARK: Exchanges

    private func path(_ below: String) -> String { below.isEmpty ? settings.path : "\(settings.path)/\(below)" }

    private func quoted(_ name: String) -> String {
        let path = "\(settings.path)/\(name)"
        return "\"" + path.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }

    private func all() async throws(ExchangeFolderError) -> Set<String> {
        do { return Set(try await list(settings.path)) } catch { throw told(error) }
    }

    private func list(_ folder: String) async throws(SFTPExchange.Failure) -> [String] {
        let text = String(decoding: try await perform(.list(folder)), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).map(String.init).filter { $0 != "." && $0 != ".." }
    }

    private func exchanged(_ task: SFTPExchange.Task) async throws(ExchangeFolderError) -> [UInt8] {
        do { return try await perform(task) } catch { throw told(error) }
    }

    /// Blocking work must not run on the shared pool.
    private func perform(_ task: SFTPExchange.Task) async throws(SFTPExchange.Failure) -> [UInt8] {
        let exchange = SFTPExchange(settings: settings)
        let result = await withCheckedContinuation { continuation in
            BlockingThread.run {
                continuation.resume(returning: Result { () throws(SFTPExchange.Failure) in try exchange.perform(task) })
            }
        }
        return try result.get()
    }

    // MARK: Texts

    private func taken(_ name: String) -> ExchangeFolderError {
        ExchangeFolderError(
            .nameTaken,
            BilingualText(
                nl: "op \(settings.host) staat al een bestand met de naam \(name)", en: "\(settings.host) has a file called \(name) already"
            ))
    }

    private func told(_ failure: SFTPExchange.Failure) -> ExchangeFolderError {
        let place = "\(settings.user)@\(settings.host):\(settings.port)\(settings.path)"
        switch failure.code {
        case CURLE_PEER_FAILED_VERIFICATION:
            return ExchangeFolderError(
                .unavailable,
                BilingualText(
                    nl:
                        "de sleutel van \(settings.host) is niet de sleutel die is ingesteld; vraag de beheerder ernaar voordat u die wijzigt",
                    en: "the key of \(settings.host) is not the one that is set up; ask its administrator before you change it"))
        case CURLE_LOGIN_DENIED:
            return ExchangeFolderError(
                .unavailable,
                BilingualText(
                    nl: "\(place) aanvaardt onze aanmelding niet; kijk gebruiker, wachtwoord of sleutel na",
                    en: "\(place) does not accept our login; check user, password or key"))
        case CURLE_FILESIZE_EXCEEDED:
            return ExchangeFolderError(
                .bounds, BilingualText(nl: "een bestand op \(place) is te groot", en: "a file on \(place) is too large"))
        default:
            return ExchangeFolderError(
                .unavailable, BilingualText(nl: "\(place): \(failure.words)", en: "\(place): \(failure.words)"))
        }
    }
}

extension SFTPExchange.Failure {
    fileprivate var isMissing: Bool { code == CURLE_REMOTE_FILE_NOT_FOUND }
}

/// A thread for one piece of blocking work.
private enum BlockingThread {
    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    static func run(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let outcome = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, Unmanaged.passRetained(Work(body)).toOpaque())
        precondition(outcome == 0, "The system gave no thread for an exchange folder.")
        pthread_detach(thread)
    }
}
