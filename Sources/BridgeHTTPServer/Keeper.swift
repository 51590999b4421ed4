import CLinux
import CMicroHTTPD
import Glibc

/// The thread that accepts connections, watches deadlines and ends the server.
///
/// Accepting is done here and not by the C server, because the one call by which that can be told to stop accepting may abort
/// the process when it comes at the wrong moment (a failed `epoll_ctl` in its loop is fatal, and two threads may remove the
/// listening socket).
final class Keeper {
    /// How late a deadline may be noticed, in milliseconds.
    private static let sweepInterval: Int32 = 100
    /// How often the end of requests in flight is looked at besides being told of it, in milliseconds.
    private static let drainInterval: Int32 = 20
    /// Connections accepted before deadlines are looked at again.
    private static let acceptedAtOnceMax = 64

    private let core: ServerCore
    private let daemon: OpaquePointer
    private let listener: Int32
    /// Until when no connection is accepted because the system had no descriptor for the last one.
    private var pausedUntil: Int64 = 0

    init(core: ServerCore, daemon: OpaquePointer, listener: Int32) {
        self.core = core
        self.daemon = daemon
        self.listener = listener
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
            let mayAccept = core.accepted < core.configuration.connectionsMax && monotonicNow() >= pausedUntil
            let limit = core.accepted > 0 || !mayAccept ? Self.sweepInterval : -1
            if core.wake.wait(orFor: mayAccept ? listener : -1, milliseconds: limit) { acceptWaiting() }
            sweep()
        }
        close(listener)
        let end = monotonicNow() + Int64(core.configuration.stopMax)
        finishBusy(until: end)
        // Only from here on is it certain that an idle connection stays idle, so that closing it loses no request that was taken.
        core.beginClosing()
        finishBusy(until: end)
        abandon()
        MHD_stop_daemon(daemon)
        core.daemonEnded()
        core.ended()
    }

    private func acceptWaiting() {
        for _ in 0..<Self.acceptedAtOnceMax where core.accepted < core.configuration.connectionsMax {
            var address = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let isTaken = withUnsafeMutablePointer(to: &address) { storage in
                storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { accept(&length, $0) }
            }
            guard isTaken else { return }
        }
    }

    /// Takes one connection; false when there is none.
    private func accept(_ length: inout socklen_t, _ address: UnsafeMutablePointer<sockaddr>) -> Bool {
        let descriptor = clinux_accept(listener, address, &length)
        guard descriptor >= 0 else {
            let reason = errno
            if [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(reason) { pausedUntil = monotonicNow() + Int64(Self.sweepInterval) }
            return reason == EINTR || reason == ECONNABORTED
        }
        core.countAccepted(1)
        // The C server closes what it does not take, such as one connection too many of one address.
        if MHD_add_connection(daemon, descriptor, address, length) != .YES { core.countAccepted(-1) }
        return true
    }

    private func sweep() {
        let now = monotonicNow()
        let missed = core.connections.count { $0.enforce(at: now) }
        if missed > 0 { core.countMissed(missed) }
    }

    private func finishBusy(until end: Int64) {
        while core.connections.contains(where: \.isBusy), monotonicNow() < end {
            core.wake.wait(milliseconds: Self.drainInterval)
            sweep()
        }
    }

    /// The C server aborts the process when it is ended with a suspended connection, so each is resumed first.
    private func abandon() {
        while true {
            // Again and again: a request may just be on its way to its handler.
            for connection in core.connections { connection.abandon() }
            if core.suspended == 0 { return }
            core.wake.wait(milliseconds: Self.drainInterval)
        }
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

    /// Sleeps until signalled, until `other` has something to read (-1 for none), or until the time is over (-1 for no limit).
    /// True when `other` has something.
    @discardableResult
    func wait(orFor other: Int32 = -1, milliseconds: Int32) -> Bool {
        var watched = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        poll(&watched, nfds_t(watched.count), milliseconds)
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        return watched[1].revents != 0
    }
}
