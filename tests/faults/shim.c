/* Counts the calls that change the disk, and does harm at a chosen one. Loaded with LD_PRELOAD; see runs.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { COUNT, KILL, TEAR, FULL, INTERRUPT, INTERRUPT_TWICE, CLOCK_BACK, CLOCK_ON };

static long unused;
static long *counter = &unused;
static long chosen;
static int harm;
static long shift;

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
    if (number == chosen && (harm == INTERRUPT || harm == INTERRUPT_TWICE)) kill(getpid(), SIGINT);
    if (number == chosen + 1 && harm == INTERRUPT_TWICE) kill(getpid(), SIGINT);
    if (number == chosen && harm >= CLOCK_BACK) shift = (harm == CLOCK_ON ? 1 : -1) * 20L * 365 * 24 * 3600;
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

/* Twenty years earlier or later than the machine says; files keep the machine's time. */
int clock_gettime(clockid_t clock, struct timespec *told) {
    static int (*next)(clockid_t, struct timespec *);
    if (!next) next = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = next(clock, told);
    if (!failed && clock == CLOCK_REALTIME) told->tv_sec += shift;
    return failed;
}

time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}
