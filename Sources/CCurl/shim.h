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
static inline curl_version_info_data *ccurl_version(void) { return curl_version_info(CURLVERSION_NOW); }
