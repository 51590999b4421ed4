import BridgeRuntime
import Glibc
import Testing

@Suite struct `Small files` {
    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `are written whole and read back`() throws {
        let folder = try ScratchFolder()
        try TextFile.write(Array("one".utf8), to: folder.file("a"))
        try TextFile.write(Array("two".utf8), to: folder.file("a"))
        #expect(try TextFile.read(folder.file("a")) == Array("two".utf8))
        #expect(folder.names == ["a"], "no draft is left")
        #expect(try TextFile.read(folder.file("b")) == nil)
    }

    @Test func `have the asked rights even where an open file of that name was`() throws {
        let folder = try ScratchFolder()
        try TextFile.write([1], to: folder.file("secret"))
        try TextFile.write([2], to: folder.file("secret"), mode: 0o600)
        #expect(mode(folder.file("secret")) == 0o600)
    }

    @Test func `are not written through a link that was laid in the draft's place`() throws {
        let folder = try ScratchFolder()
        try TextFile.write(Array("precious".utf8), to: folder.file("elsewhere"))
        symlink(folder.file("elsewhere"), folder.file("a") + ".\(getpid()).draft")
        try TextFile.write(Array("mine".utf8), to: folder.file("a"))
        #expect(try TextFile.read(folder.file("elsewhere")) == Array("precious".utf8))
        #expect(try TextFile.read(folder.file("a")) == Array("mine".utf8))
    }

    @Test func `that cannot be written say where and why and leave nothing behind`() throws {
        let folder = try ScratchFolder()
        mkdir(folder.file("a"), 0o700)
        let error = #expect(throws: InstallationError.self) { try TextFile.write([1], to: folder.file("a")) }
        #expect(error?.description.contains("\(folder.file("a")) cannot be written: Is a directory") == true)
        #expect(folder.names == ["a"])
        rmdir(folder.file("a"))
    }
}
