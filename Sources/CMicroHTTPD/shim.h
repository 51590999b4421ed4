#include <microhttpd.h>
#include <sys/socket.h>

// Variadic functions are not imported by Swift, hence these wrappers around the two that the server needs.

struct cmhd_settings {
  size_t connection_memory;        // bytes for one connection's head and output
  unsigned int connections_max;
  unsigned int connections_per_address_max; // 0: no limit
  const char *certificate_pem;     // NULL: no TLS
  const char *key_pem;
  void *context;                   // handed to every callback
  MHD_AccessHandlerCallback access;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
  void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
};

static inline struct MHD_Daemon *cmhd_start(const struct cmhd_settings *s) {
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET;
  struct MHD_OptionItem tls[] = {
    { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)s->certificate_pem },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)s->key_pem },
    { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
    { MHD_OPTION_END, 0, 0 } };
  struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, 0 } };
  if (s->certificate_pem) flags |= MHD_USE_TLS;
  return MHD_start_daemon(flags, 0, 0, 0, s->access, s->context,
    MHD_OPTION_CONNECTION_MEMORY_LIMIT, s->connection_memory,
    MHD_OPTION_CONNECTION_LIMIT, s->connections_max,
    MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->connections_per_address_max,
    MHD_OPTION_STRICT_FOR_CLIENT, (int)1,
    MHD_OPTION_NOTIFY_COMPLETED, s->completed, s->context,
    MHD_OPTION_NOTIFY_CONNECTION, s->connection, s->context,
    MHD_OPTION_URI_LOG_CALLBACK, s->target, s->context,
    MHD_OPTION_ARRAY, s->certificate_pem ? tls : none,
    MHD_OPTION_END);
}

static inline int cmhd_descriptor(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *i = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
  return i ? i->connect_fd : -1; }
static inline const struct sockaddr *cmhd_peer(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *i = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return i ? i->client_addr : 0; }
static inline void *cmhd_socket_context(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *i = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return i ? i->socket_context : 0; }
static inline size_t cmhd_head_size(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *i = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return i ? i->header_size : 0; }
// A content reader's way to say that the body ends here although more was promised: the connection is closed.
static inline ssize_t cmhd_end_with_error(void) { return MHD_CONTENT_READER_END_WITH_ERROR; }
