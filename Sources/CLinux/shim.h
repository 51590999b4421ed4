// What the Glibc module does not show to Swift. Never define _GNU_SOURCE here: fd_set would then differ
// from the Glibc module and CCurl would not build.
#include <sys/types.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <signal.h>
#include <stdio.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/mount.h>
extern pid_t gettid(void);
extern void *memmem(const void *, size_t, const void *, size_t);
/// SIG_IGN is a cast macro, which Swift does not import.
static inline void clinux_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }
/// A file that may not grow is then an error of the write, not the end of the process.
static inline void clinux_ignore_sigxfsz(void) { signal(SIGXFSZ, SIG_IGN); }
extern int accept4(int, struct sockaddr *, socklen_t *, int);
static inline int clinux_accept(int fd, struct sockaddr *a, socklen_t *n) { return accept4(fd, a, n, SOCK_NONBLOCK | SOCK_CLOEXEC); }
/// Lets the allocator keep what was freed, up to 32 MB, and give large blocks out of that too: memory that goes back to the system with every
/// page of documents comes back from it zeroed, page fault by page fault.
#include <malloc.h>
static inline void clinux_keep_freed_memory(void) { mallopt(M_TRIM_THRESHOLD, 32 << 20); mallopt(M_MMAP_THRESHOLD, 16 << 20); }
/// The environment, which the Glibc module shows only as a mutable global.
static inline char **clinux_environment(void) { extern char **environ; return environ; }
/// Moves a file; with no_replace (1, RENAME_NOREPLACE) a target that exists is refused. Not in the Glibc module, which shows no GNU extensions.
extern int renameat2(int, const char *, int, const char *, unsigned int);
static inline int clinux_rename(const char *from, const char *to, unsigned int no_replace) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, no_replace); }
/// How large a file another process of ours may make from now on, in bytes; ULONG_MAX for any size.
extern int prlimit(pid_t, int, const struct rlimit *, struct rlimit *);
static inline int clinux_limit_file_size(pid_t pid, unsigned long bytes) {
  struct rlimit limit = { bytes, RLIM_INFINITY };
  return prlimit(pid, RLIMIT_FSIZE, &limit, 0); }
/// A file system in memory; needs rights that few have.
static inline int clinux_mount_memory(const char *folder, const char *options) { return mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, options); }
static inline int clinux_unmount(const char *folder) { return umount2(folder, MNT_DETACH); }
