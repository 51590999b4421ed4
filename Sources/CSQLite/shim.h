#include <sqlite3.h>
// SQLITE_TRANSIENT is a cast macro and variadic functions are not imported, hence these wrappers.
static inline int csqlite_bind_text(sqlite3_stmt *s, int i, const char *p, sqlite3_uint64 n) { return sqlite3_bind_text64(s, i, p ? p : "", n, SQLITE_TRANSIENT, SQLITE_UTF8); }
static inline int csqlite_bind_blob(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n) { return n ? sqlite3_bind_blob64(s, i, p, n, SQLITE_TRANSIENT) : sqlite3_bind_zeroblob(s, i, 0); }
static inline int csqlite_db_config_onoff(sqlite3 *db, int op, int on) { return sqlite3_db_config(db, op, on, (int *)0); }
// Off: SQLite's own count of memory, for which each allocation would take a lock shared by all connections. Before the first connection.
static inline int csqlite_disable_memory_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
