#include <curl/curl.h>
// Variadic functions are not imported by Swift. The parentheses skip curl's type-checking macros.
static inline CURLcode ccurl_set_long(CURL *h, CURLoption o, long v) { return (curl_easy_setopt)(h, o, v); }
static inline CURLcode ccurl_set_off(CURL *h, CURLoption o, curl_off_t v) { return (curl_easy_setopt)(h, o, v); }
static inline CURLcode ccurl_set_str(CURL *h, CURLoption o, const char *v) { return (curl_easy_setopt)(h, o, v); }
static inline CURLcode ccurl_set_ptr(CURL *h, CURLoption o, void *v) { return (curl_easy_setopt)(h, o, v); }
static inline CURLcode ccurl_set_slist(CURL *h, CURLoption o, struct curl_slist *v) { return (curl_easy_setopt)(h, o, v); }
typedef size_t (*ccurl_write_cb)(char *, size_t, size_t, void *);
static inline CURLcode ccurl_set_write(CURL *h, CURLoption o, ccurl_write_cb cb) { return (curl_easy_setopt)(h, o, cb); }
static inline CURLcode ccurl_get_long(CURL *h, CURLINFO i, long *v) { return (curl_easy_getinfo)(h, i, v); }
static inline CURLMcode ccurl_multi_set_long(CURLM *m, CURLMoption o, long v) { return (curl_multi_setopt)(m, o, v); }
// CURLMsg holds an anonymous union.
static inline int ccurl_next_done(CURLM *m, CURL **h, CURLcode *rc) {
  int left; CURLMsg *g;
  while ((g = curl_multi_info_read(m, &left))) if (g->msg == CURLMSG_DONE) { *h = g->easy_handle; *rc = g->data.result; return 1; }
  return 0;
}
static inline CURLcode ccurl_set_prereq(CURL *h, curl_prereq_callback cb) { return (curl_easy_setopt)(h, CURLOPT_PREREQFUNCTION, cb); }
// An address curl is about to connect to, as 4 or 16 bytes (0: neither), and the socket for it.
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
static inline int ccurl_address(const struct curl_sockaddr *a, unsigned char out[16]) {
  if (a->family == AF_INET) { memcpy(out, &((const struct sockaddr_in *)&a->addr)->sin_addr, 4); return 4; }
  if (a->family == AF_INET6) { memcpy(out, &((const struct sockaddr_in6 *)&a->addr)->sin6_addr, 16); return 16; }
  return 0;
}
static inline curl_socket_t ccurl_socket(const struct curl_sockaddr *a) { return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol); }
static inline curl_socket_t ccurl_no_socket(void) { return CURL_SOCKET_BAD; }
static inline CURLcode ccurl_set_opensocket(CURL *h, curl_opensocket_callback cb) { return (curl_easy_setopt)(h, CURLOPT_OPENSOCKETFUNCTION, cb); }
static inline curl_version_info_data *ccurl_version(void) { return curl_version_info(CURLVERSION_NOW); }
