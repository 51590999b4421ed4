import BridgeConnector
public import BridgeDomain
import BridgeExchange
import BridgeFolder
public import BridgeHTTP
public import BridgeSecrets
import KingERPConnector
import KingFinanceConnector

/// The four ways to a King, which have little in common but the name; and what the customer has told of them.
public struct KingCandidates: Sendable {
    /// One of the four.
    public enum Profile: String, Hashable, Sendable, CaseIterable {
        case financeHTTP = "king-finance-http"
        case financeSOAP = "king-finance-soap"
        case erpService = "king-erp-webservice"
        case erpFile = "king-erp-file"
    }

    /// What opens an administration of KING Finance.
    public struct Finance: Sendable {
        /// Another scheme, host and port than the vendor's; nil for the usual of each way.
        public var origin: String?
        public var partnerKey: SecretReference
        public var environmentCode: SecretReference

        /// Keys, and where they open something.
        public init(origin: String?, partnerKey: SecretReference, environmentCode: SecretReference) {
            self.origin = origin
            self.partnerKey = partnerKey
            self.environmentCode = environmentCode
        }
    }

    /// Web services of KING ERP, as installed at the customer's.
    public struct Service: Sendable {
        public var origin: String
        /// The path below which they are installed; empty for the server's root.
        public var path: String
        public var administration: String
        public var accessCode: SecretReference

        /// An address, and what opens it.
        public init(origin: String, path: String, administration: String, accessCode: SecretReference) {
            self.origin = origin
            self.path = path
            self.administration = administration
            self.accessCode = accessCode
        }
    }

    public var finance: Finance?
    public var service: Service?
    /// The folder KING ERP's import job takes files out of, of this machine or on a server.
    public var folder: ExchangePlace?

    /// Nothing is known yet.
    public init() {}

    /// True where a secret of these lies in the sealed store, which only a configuration leads to.
    public var needsStore: Bool {
        var secrets = [finance?.partnerKey, finance?.environmentCode, service?.accessCode].compactMap(\.self)
        if case .server(let server) = folder { secrets += server.secrets }
        return secrets.contains { if case .sealed = $0 { true } else { false } }
    }
}

extension KingCandidates {
    /// What came of trying one way.
    public struct Trial: Sendable {
        public enum Standing: String, Sendable {
            /// King itself answered, and lets us in.
            case answers
            /// A folder is there; whether King's import job empties it shows with the first file.
            case folderIsThere = "folder_is_there"
            /// Something answered, and does not let us in.
            case refuses
            /// Nothing that is this King answered.
            case silent
            /// What it takes was not told.
            case untried
        }

        public var profile: Profile
        /// Where it was looked for; empty when it was not.
        public var place: String
        public var standing: Standing
        /// What answered, or why nothing did.
        public var text: BilingualText
        /// The administration's name in King, where King told it.
        public var administration: String?

        /// What came of a way.
        public init(profile: Profile, place: String, standing: Standing, text: BilingualText, administration: String? = nil) {
            (self.profile, self.place, self.standing, self.text) = (profile, place, standing, text)
            self.administration = administration
        }

        /// True where entries can go this way as far as can be seen.
        public var isUsable: Bool { standing == .answers || standing == .folderIsThere }
    }

    /// Tries each way whose keys are known, one after another, with questions that change nothing: for KING Finance log-in, name of the administration,
    /// version and log-out; for the web services their test; of a folder the names in it. A secret that cannot be read is what comes of its way; those
    /// that are sealed are read from the store of `installation`.
    public func tried(
        transport: any HTTPTransport, environment: [String: String], clock: any TimeSource, installation: Installation? = nil
    ) async -> [Trial] {
        let secrets = Secrets(resolver: SecretResolver(environment: environment), installation: installation)
        return [
            await tryFinance(.financeHTTP, .http, transport, secrets, clock),
            await tryFinance(.financeSOAP, .soap, transport, secrets, clock),
            await tryService(transport, secrets, clock), await tryFolder(secrets),
        ]
    }

    private func tryFinance(
        _ profile: Profile, _ way: KingFinanceProfile, _ transport: any HTTPTransport, _ secrets: Secrets, _ clock: any TimeSource
    ) async -> Trial {
        guard let finance else { return Self.untried(profile) }
        let settings = KingFinanceSettings(profile: way, origin: finance.origin, administration: "")
        let place = settings.origin + settings.path
        let keys: KingFinanceKeys
        do throws(InstallationError) {
            let (partner, code) = (try await secrets.read(finance.partnerKey), try await secrets.read(finance.environmentCode))
            guard let whole = KingFinanceKeys(partnerKey: partner, environmentCode: code) else {
                throw InstallationError(nl: "partnerkey of omgevingscode is leeg", en: "partner key or omgevingscode is empty")
            }
            keys = whole
        } catch { return Trial(profile: profile, place: place, standing: .untried, text: error.text) }
        let connector = KingFinanceConnector(settings: settings, keys: keys, transport: transport, meter: UncountedCalls(), clock: clock)
        do throws(ConnectorError) {
            let who = try await connector.introduce()
            await connector.logOut()
            let product = who.version.isEmpty ? "KING Finance" : "KING Finance \(who.version)"
            return Trial(
                profile: profile, place: place, standing: .answers,
                text: BilingualText(
                    nl: "\(product), administratie '\(who.administration)'", en: "\(product), administration '\(who.administration)'"),
                administration: who.administration)
        } catch {
            await connector.logOut()
            return Self.failed(profile, place, error)
        }
    }

    private func tryService(_ transport: any HTTPTransport, _ secrets: Secrets, _ clock: any TimeSource) async -> Trial {
        guard let service else { return Self.untried(.erpService) }
        let place = service.origin + service.path
        let code: String
        do throws(InstallationError) { code = try await secrets.read(service.accessCode) } catch {
            return Trial(profile: .erpService, place: place, standing: .untried, text: error.text)
        }
        do throws(ConnectorError) {
            try await KingWebServiceTest.run(
                origin: service.origin, path: service.path, administration: service.administration, accessCode: code, transport: transport,
                meter: UncountedCalls(), clock: clock)
        } catch { return Self.failed(.erpService, place, error) }
        let name = service.administration
        return Trial(
            profile: .erpService, place: place, standing: .answers,
            text: BilingualText(
                nl: "KING ERP, King Webservices, administratie '\(name)'", en: "KING ERP, King Webservices, administration '\(name)'"),
            administration: name)
    }

    private func tryFolder(_ secrets: Secrets) async -> Trial {
        guard let folder else { return Self.untried(.erpFile) }
        let place: any ExchangeFolder
        do throws(InstallationError) { place = try await folder.folder(path: { $0 }, secret: secrets.read) } catch {
            return Trial(profile: .erpFile, place: folder.name, standing: .untried, text: error.text)
        }
        do throws(ExchangeFolderError) {
            let waiting = try await place.names(in: "").count(where: KingERPFileSettings.isImport)
            let refused = try await place.names(in: KingERPFileSettings.refusedFolder).count
            return Trial(
                profile: .erpFile, place: folder.name, standing: .folderIsThere,
                text: BilingualText(
                    nl: "de map is er: \(waiting) bestand(en) wachten, \(refused) geweigerd in \(KingERPFileSettings.refusedFolder)",
                    en: "the folder is there: \(waiting) file(s) wait, \(refused) refused in \(KingERPFileSettings.refusedFolder)"))
        } catch { return Trial(profile: .erpFile, place: folder.name, standing: .silent, text: error.text) }
    }

    private static func untried(_ profile: Profile) -> Trial {
        Trial(
            profile: profile, place: "", standing: .untried,
            text: BilingualText(nl: "niet geprobeerd: niet opgegeven", en: "not tried: nothing was told of it"))
    }

    private static func failed(_ profile: Profile, _ place: String, _ error: ConnectorError) -> Trial {
        Trial(
            profile: profile, place: place, standing: error.code == .unauthorised || error.code == .rejected ? .refuses : .silent,
            text: error.text)
    }
}

/// Reads secrets before there is a target that names them.
private struct Secrets {
    let resolver: SecretResolver
    let installation: Installation?

    func read(_ reference: SecretReference) async throws(InstallationError) -> String {
        if let installation { return try await installation.secret(reference) }
        if case .sealed = reference {
            throw InstallationError(
                nl: "\(reference) ligt in de verzegelde opslag van een configuratie: noem die met --config, of geef hier env: of file:",
                en: "\(reference) lies in the sealed store of a configuration: name it with --config, or give env: or file: here")
        }
        do { return try resolver.secret(reference).exposed } catch {
            if let error = error as? SecretError { throw InstallationError(error) }
            throw InstallationError(nl: "het geheim \(reference) is niet te lezen", en: "the secret \(reference) cannot be read")
        }
    }
}

/// A handful of questions before there is a connection whose calls are counted.
private struct UncountedCalls: CallMeter {
    func take(_ endpoint: String) async throws(ConnectorError) {}
    func observed(_ limits: [ObservedLimit]) async {}
    func erred(_ endpoint: String) async {}
}
