#include <libxml/xmlversion.h>
/* Without this the system's ICU headers come along. Nothing here needs them, and the toolchain's Foundation brings a copy of its own of
   another version: a file that imports both could then not be compiled, or only sometimes. */
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/dict.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
