import Glibc
import Synchronization

/// Time and processor time since it was made.
struct Stopwatch {
    private let started = Self.nanoseconds()
    private let busyAtStart = Self.processorSeconds()

    /// Nanoseconds of the machine's steady clock, the same in every process.
    static func nanoseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    /// Seconds all threads of this process have used a processor.
    private static func processorSeconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    /// Seconds since it was made.
    var seconds: Double { Double(Self.nanoseconds() - started) / 1e9 }
    /// Seconds of processor time this process used since then.
    var busySeconds: Double { Self.processorSeconds() - busyAtStart }
}

extension [Double] {
    /// The value below which this share of all values lies; 0 without values.
    func quantile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        return sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }
}

/// What the system says of a process.
enum ProcessLook {
    /// Memory in megabytes: resident now (`VmRSS`), or at its highest (`VmHWM`); 0 when the process is gone.
    static func megabytes(_ name: String, of processID: String = "self") -> Double {
        guard let file = fopen("/proc/\(processID)/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard text.hasPrefix(name + ":") else { continue }
            return (Double(text.filter(\.isNumber)) ?? 0) / 1_024
        }
        return 0
    }

    /// Bytes of a file; 0 when it is not there.
    static func bytes(of file: String) -> Double {
        var found = stat()
        return stat(file, &found) == 0 ? Double(found.st_size) : 0
    }
}

/// Processor time of another process since this was made.
struct ProcessorTime {
    private let file: String
    private let atStart: Double

    init(_ process: any BenchProcess) {
        file = "/proc/\(process.processID)/stat"
        atStart = Self.read(file)
    }

    /// Seconds all its threads have used a processor since then; in steps of a hundredth.
    var seconds: Double { Self.read(file) - atStart }

    private static func read(_ path: String) -> Double {
        guard let file = fopen(path, "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 1_024)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // After the program's name, which ends with the last bracket: user and system time are the 12th and 13th field.
        guard let end = text.lastIndex(of: ")") else { return 0 }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}

/// Looks at this process's memory ten times a second: whether it grows with the work.
final class MemoryWatch: Sendable {
    private let looks = Mutex<[Double]>([])

    /// Looks until the task is cancelled.
    func watch() -> Task<Void, Never> {
        Task {
            while !Task.isCancelled {
                let now = ProcessLook.megabytes("VmRSS")
                looks.withLock { $0.append(now) }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// The highest look, in megabytes.
    var highest: Double { looks.withLock { $0.max() } ?? 0 }

    /// The median of the last quarter of the looks to that of the second: what is filled once, at the start, does not count. 1 for work that
    /// is over at once.
    var growth: Double {
        let all = looks.withLock { $0 }
        guard all.count >= 8 else { return 1 }
        let (second, last) = (Array(all[all.count / 4..<all.count / 2]), Array(all[all.count * 3 / 4..<all.count]))
        return last.quantile(0.5) / second.quantile(0.5)
    }
}
