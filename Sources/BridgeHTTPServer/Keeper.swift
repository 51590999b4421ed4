import CLinux
import CMicroHTTPD
import Glibc

/// The thread that watches deadlines and ends the server.
final class Keeper {
    /// How late a deadline may be noticed, in milliseconds.
    private static let sweepInterval: Int32 = 100
    /// How often the end of requests in flight is looked at besides being told of it, in milliseconds.
    private static let drainInterval: Int32 = 20

    private let core: ServerCore
    private let daemon: OpaquePointer

    init(core: ServerCore, daemon: OpaquePointer) {
        self.core = core
        self.daemon = daemon
    }

    func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let outcome = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Keeper>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context)
        precondition(outcome == 0, "The system gave no thread to watch the server's deadlines.")
        pthread_detach(thread)
    }

    private func run() {
        while !core.isStopping {
            core.wake.wait(milliseconds: core.hasConnections ? Self.sweepInterval : -1)
            sweep()
        }
        let listener = MHD_quiesce_daemon(daemon)
        drain(until: monotonicNow() + Int64(core.configuration.stopMax))
        abandon()
        MHD_stop_daemon(daemon)
        if listener >= 0 { close(listener) }
        core.daemonEnded()
        core.ended()
    }

    private func sweep() {
        let now = monotonicNow()
        let missed = core.connections.count { $0.enforce(at: now) }
        if missed > 0 { core.countMissed(missed) }
    }

    private func drain(until end: Int64) {
        while core.connections.count(where: { $0.closeIfIdle() }) > 0, monotonicNow() < end {
            core.wake.wait(milliseconds: Self.drainInterval)
            sweep()
        }
    }

    /// The C server aborts the process when it is ended with a suspended connection, so each is resumed first.
    private func abandon() {
        core.beginClosing()
        for connection in core.connections { connection.abandon() }
        while core.suspended > 0 { core.wake.wait(milliseconds: Self.drainInterval) }
    }
}

/// Lets one thread sleep until another has something for it.
final class WakeUp: Sendable {
    private let descriptor: Int32

    /// Nil when the system has no descriptor left.
    init?() {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Ends the present or the next wait.
    func signal() { eventfd_write(descriptor, 1) }

    /// Sleeps until signalled or until the time is over; -1 for no limit.
    func wait(milliseconds: Int32) {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&watched, 1, milliseconds)
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }
}
