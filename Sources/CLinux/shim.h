// What the Glibc module does not show to Swift. Never define _GNU_SOURCE here: fd_set would then differ
// from the Glibc module and CCurl would not build.
#include <sys/types.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <signal.h>
#include <stdio.h>
#include <fcntl.h>
extern pid_t gettid(void);
extern void *memmem(const void *, size_t, const void *, size_t);
/// SIG_IGN is a cast macro, which Swift does not import.
static inline void clinux_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }
extern int accept4(int, struct sockaddr *, socklen_t *, int);
static inline int clinux_accept(int fd, struct sockaddr *a, socklen_t *n) { return accept4(fd, a, n, SOCK_NONBLOCK | SOCK_CLOEXEC); }
/// The environment, which the Glibc module shows only as a mutable global.
static inline char **clinux_environment(void) { extern char **environ; return environ; }
/// Moves a file; with no_replace (1, RENAME_NOREPLACE) a target that exists is refused. Not in the Glibc module, which shows no GNU extensions.
extern int renameat2(int, const char *, int, const char *, unsigned int);
static inline int clinux_rename(const char *from, const char *to, unsigned int no_replace) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, no_replace); }
