/* Counts the calls that change the disk, and does harm at a chosen one. Loaded with LD_PRELOAD; see runs.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { COUNT, KILL, TEAR, FULL, INTERRUPT, INTERRUPT_TWICE };

static long unused;
static long *counter = &unused;
static long chosen;
static int harm;

void fault_arm(long *shared, long at, int mode) {
    counter = shared;
    chosen = at;
    harm = mode;
}

static void die(void) { kill(getpid(), SIGKILL); }

/* Whether this call must fail; it may never return. */
static int strike(void) {
    long number = __atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST);
    if (harm == FULL) return number >= chosen;
    if (number == chosen && harm == KILL) die();
    if (number == chosen && harm >= INTERRUPT) kill(getpid(), SIGINT);
    if (number == chosen + 1 && harm == INTERRUPT_TWICE) kill(getpid(), SIGINT);
    return 0;
}

static int on_disk(int handle) {
    struct stat status;
    int before = errno;
    /* What the run prints goes to a file, which stands for a terminal. */
    int regular = handle > 2 && fstat(handle, &status) == 0 && S_ISREG(status.st_mode);
    errno = before;
    return regular;
}

/* A disk that is full takes no byte more, but lets go of names. */
#define WRITES(name, parameters, arguments, torn)                                      \
    ssize_t name parameters {                                                          \
        static ssize_t(*next) parameters;                                              \
        if (!next) next = dlsym(RTLD_NEXT, #name);                                     \
        if (counter != &unused && on_disk(handle)) {                                   \
            if (harm == TEAR && *counter + 1 == chosen) { next torn; die(); }          \
            if (strike()) { errno = ENOSPC; return -1; }                               \
        }                                                                              \
        return next arguments;                                                         \
    }

WRITES(write, (int handle, const void *data, size_t size), (handle, data, size), (handle, data, size / 2))
WRITES(pwrite, (int handle, const void *data, size_t size, off_t at), (handle, data, size, at), (handle, data, size / 2, at))
WRITES(pwrite64, (int handle, const void *data, size_t size, off64_t at), (handle, data, size, at), (handle, data, size / 2, at))

#define CHANGES(name, parameters, arguments, refused)                                  \
    int name parameters {                                                              \
        static int(*next) parameters;                                                  \
        if (!next) next = dlsym(RTLD_NEXT, #name);                                     \
        if (counter != &unused && strike() && refused) { errno = ENOSPC; return -1; }  \
        return next arguments;                                                         \
    }

CHANGES(fsync, (int handle), (handle), 0)
CHANGES(fdatasync, (int handle), (handle), 0)
CHANGES(ftruncate, (int handle, off_t size), (handle, size), 0)
CHANGES(ftruncate64, (int handle, off64_t size), (handle, size), 0)
CHANGES(rename, (const char *from, const char *to), (from, to), 0)
CHANGES(unlink, (const char *path), (path), 0)
CHANGES(mkdir, (const char *path, mode_t mode), (path, mode), 1)
CHANGES(rmdir, (const char *path), (path), 0)
