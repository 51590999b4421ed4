import CCurl

/// One exchange with a server, on a handle of its own: listed, read, written, or a command. Blocks until it is over.
struct SFTPExchange {
    let settings: SFTPSettings

    /// What is asked.
    enum Task {
        /// The names in a folder.
        case list(String)
        case read(String, bytesMax: Int)
        case write(String, [UInt8])
        /// Commands of libcurl's SFTP (`rename`, `rm`), one after another; a `*` before one says that it may fail.
        case commands([String])
    }

    /// Why it did not succeed.
    struct Failure: Error {
        let code: CURLcode
        let words: String
    }

    private static let globalInit: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    /// What was read; nothing of a write or command.
    func perform(_ task: Task) throws(Failure) -> [UInt8] {
        guard Self.globalInit == CURLE_OK, let handle = curl_easy_init() else {
            throw Failure(code: CURLE_FAILED_INIT, words: "libcurl could not be started")
        }
        defer { curl_easy_cleanup(handle) }
        let box = TransferBox(task)
        let context = Unmanaged.passUnretained(box).toOpaque()
        let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer { words.deallocate() }
        var commands: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(commands) }

        var options: [CURLcode] = [
            ccurl_set_str(handle, CURLOPT_PROTOCOLS_STR, "sftp"), ccurl_set_str(handle, CURLOPT_URL, url(of: task)),
            ccurl_set_str(handle, CURLOPT_ERRORBUFFER, words), ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            ccurl_set_str(handle, CURLOPT_PROXY, ""),
            ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout),
            ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, settings.timeout), ccurl_set_write(handle, CURLOPT_WRITEFUNCTION, bytesArrived),
            ccurl_set_ptr(handle, CURLOPT_WRITEDATA, context),
        ]
        options += login(handle) + hostKey(handle)
        switch task {
        case .list: options.append(ccurl_set_long(handle, CURLOPT_DIRLISTONLY, 1))
        case .read(_, let bytesMax): options.append(ccurl_set_off(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(bytesMax)))
        case .write(_, let content):
            options += [
                ccurl_set_long(handle, CURLOPT_UPLOAD, 1), ccurl_set_off(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(content.count)),
                ccurl_set_write(handle, CURLOPT_READFUNCTION, bytesWanted), ccurl_set_ptr(handle, CURLOPT_READDATA, context),
            ]
        case .commands(let lines):
            for line in lines {
                guard let longer = curl_slist_append(commands, line) else { throw Failure(code: CURLE_OUT_OF_MEMORY, words: "no memory") }
                commands = longer
            }
            options += [ccurl_set_long(handle, CURLOPT_NOBODY, 1), ccurl_set_slist(handle, CURLOPT_QUOTE, commands)]
        }
        if let refused = options.first(where: { $0 != CURLE_OK }) {
            throw Failure(code: refused, words: "libcurl refuses an option: \(String(cString: curl_easy_strerror(refused)))")
        }
        let code = withExtendedLifetime(box) { curl_easy_perform(handle) }
        guard code == CURLE_OK else {
            let own = String(cString: words)
            throw Failure(
                code: box.isTooLarge ? CURLE_FILESIZE_EXCEEDED : code, words: own.isEmpty ? String(cString: curl_easy_strerror(code)) : own)
        }
        return box.taken
    }

    private func login(_ handle: UnsafeMutableRawPointer) -> [CURLcode] {
        var options = [ccurl_set_str(handle, CURLOPT_USERNAME, settings.user)]
        switch settings.login {
        case .password(let password):
            options += [
                ccurl_set_long(handle, CURLOPT_SSH_AUTH_TYPES, Int(CURLSSH_AUTH_PASSWORD)),
                ccurl_set_str(handle, CURLOPT_PASSWORD, password),
            ]
        case .key(let privateFile, let publicFile, let passphrase):
            options += [
                ccurl_set_long(handle, CURLOPT_SSH_AUTH_TYPES, Int(CURLSSH_AUTH_PUBLICKEY)),
                ccurl_set_str(handle, CURLOPT_SSH_PRIVATE_KEYFILE, privateFile),
            ]
            if let publicFile { options.append(ccurl_set_str(handle, CURLOPT_SSH_PUBLIC_KEYFILE, publicFile)) }
            if let passphrase { options.append(ccurl_set_str(handle, CURLOPT_KEYPASSWD, passphrase)) }
        }
        return options
    }

    /// libcurl speaks with any server when it is told nothing of keys; it is always told.
    private func hostKey(_ handle: UnsafeMutableRawPointer) -> [CURLcode] {
        switch settings.hostKey {
        case .sha256(let fingerprint): [ccurl_set_str(handle, CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, fingerprint)]
        case .knownHosts(let file): [ccurl_set_str(handle, CURLOPT_SSH_KNOWNHOSTS, file)]
        }
    }

    private func url(of task: Task) -> String {
        let path =
            switch task {
            case .list(let folder): folder + "/"
            case .read(let file, _), .write(let file, _): file
            case .commands: "/"
            }
        return "sftp://\(settings.host):\(settings.port)\(Self.encoded(path))"
    }

    private static func encoded(_ path: String) -> String {
        path.utf8.map { byte -> String in
            let scalar = Character(Unicode.Scalar(byte))
            if scalar.isASCII, scalar.isLetter || scalar.isNumber || "-._~/".contains(scalar) { return String(scalar) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}

/// What goes in and out of one exchange; touched by libcurl's callbacks within `perform` only.
private final class TransferBox {
    var taken: [UInt8] = []
    private var given: ArraySlice<UInt8>
    private let bytesMax: Int
    private(set) var isTooLarge = false

    /// Bytes of a list of names at most: some 100,000 names.
    private static let listBytesMax = 16 << 20

    init(_ task: SFTPExchange.Task) {
        given = if case .write(_, let content) = task { content[...] } else { [] }
        bytesMax = if case .read(_, let bytesMax) = task { bytesMax } else { Self.listBytesMax }
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard taken.count + bytes.count <= bytesMax else {
            isTooLarge = true
            return false
        }
        taken += bytes
        return true
    }

    func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let piece = given.prefix(room.count)
        room.copyBytes(from: piece)
        given = given.dropFirst(piece.count)
        return piece.count
    }
}

// Plain functions: closures of the C border must not be isolated to an actor.

private func bytesArrived(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context else { return 0 }
    let box = Unmanaged<TransferBox>.fromOpaque(context).takeUnretainedValue()
    return box.take(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
}

private func bytesWanted(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let context else { return 0 }
    let box = Unmanaged<TransferBox>.fromOpaque(context).takeUnretainedValue()
    return box.give(UnsafeMutableRawBufferPointer(start: data, count: size * count))
}
