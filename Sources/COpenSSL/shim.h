// OpenSSL's SHA-256, which uses the processor's own instructions where it has them. Its plain functions are called rather than the newer
// envelope (EVP): the state is a value of 112 bytes that Swift can hold and copy, and a hash of a short text costs no allocation. OpenSSL 3
// marks them as old-fashioned; they hash the same.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
